import { COLORS } from "../palette.js";

/** Colours of the charts that change on a dark page: light colour, dark colour. */
const DARK_CHART = [
  [COLORS.text, "#e6ebf1"],
  [COLORS.muted, "#a4b0be"],
  [COLORS.axis, "#66727f"],
  [COLORS.grid, "#313c48"],
  [COLORS.surface, "#232c37"],
  [COLORS.paper, "#1a222c"],
  [COLORS.accent, "#5b9bd0"],
  [COLORS.good, "#4fb08d"],
  [COLORS.warn, "#dd9f45"],
  [COLORS.bad, "#e2756d"],
] as const;

const darkCharts = DARK_CHART.flatMap(([light, dark]) => [
  `.gigamine-chart [fill="${light}"]{fill:${dark}}`,
  `.gigamine-chart [stroke="${light}"]{stroke:${dark}}`,
]).join("\n");

/** Chips of variants carry their own text colour on their own ground, dark page or not. */
const chips = `.gigamine-chip[fill]+text[fill="${COLORS.text}"],.gigamine-key[fill]+text[fill="${COLORS.text}"]{fill:${COLORS.text}}
.gigamine-chip[fill]+text[fill="${COLORS.paper}"],.gigamine-key[fill]+text[fill="${COLORS.paper}"]{fill:${COLORS.paper}}
${[COLORS.accent, COLORS.bad, COLORS.muted].map((color) => `.gigamine-chart .gigamine-chip[fill="${color}"],.gigamine-chart .gigamine-key[fill="${color}"]{fill:${color}}`).join("\n")}`;

/** The style sheet of the report. It names no address, so the page loads nothing. */
export const REPORT_STYLE = `
:root{color-scheme:light dark;--paper:#ffffff;--page:#f3f5f8;--text:${COLORS.text};--muted:${COLORS.muted};--line:#dfe4ea;--soft:#f6f8fa;
--accent:${COLORS.accent};--good:${COLORS.good};--warn:#96600f;--bad:${COLORS.bad};--good-soft:#e9f5f0;--warn-soft:#fdf4e4;--bad-soft:#fcecea;--accent-soft:#eaf2f9;--bar:#a9c6df;--edge:#1f2a3722}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--page);color:var(--text);font:16px/1.55 Inter,system-ui,-apple-system,"Segoe UI",Roboto,Helvetica,Arial,sans-serif;font-variant-numeric:tabular-nums}
main,header,footer{max-width:1120px;margin:0 auto;padding:0 24px}
header{padding-top:44px}
h1,h2,h3{line-height:1.25;margin:0;font-weight:650;letter-spacing:-.01em;text-wrap:balance;overflow-wrap:anywhere}
h1{font-size:2rem}
h2{font-size:1.3rem}
h3{font-size:1.02rem}
p{margin:0;overflow-wrap:anywhere}
.subtitle{color:var(--muted);font-size:1.06rem;margin-top:6px;max-width:70ch}
.facts{display:flex;flex-wrap:wrap;gap:4px 28px;margin:18px 0 0;font-size:.88rem}
.facts div{display:flex;gap:7px;min-width:0}
.facts dt{color:var(--muted)}
.facts dd{margin:0;font-weight:550;overflow-wrap:anywhere}
nav{margin-top:18px;padding-top:14px;border-top:1px solid var(--line);font-size:.88rem;display:flex;flex-wrap:wrap;gap:4px 20px}
a{color:var(--accent);text-underline-offset:3px;text-decoration-thickness:1px}
section{margin-top:40px}
section>h2{margin-bottom:6px}
.intro{color:var(--muted);max-width:75ch;margin-bottom:4px}
.figures{display:grid;grid-template-columns:repeat(var(--columns),1fr);gap:12px;margin-top:28px}
.figure{background:var(--paper);border:1px solid var(--line);border-radius:10px;padding:14px 16px 15px;border-top:3px solid var(--line)}
.figure .name{color:var(--muted);font-size:.84rem;display:flex;gap:6px;align-items:center}
.figure .number{font-size:1.6rem;font-weight:650;letter-spacing:-.015em;line-height:1.25;margin-top:2px;overflow-wrap:anywhere}
.figure .hint{color:var(--muted);font-size:.82rem;line-height:1.4;margin-top:3px}
.figure.good{border-top-color:var(--good)}.figure.warn{border-top-color:var(--warn)}.figure.bad{border-top-color:var(--bad)}
.figure.bad .number{color:var(--bad)}
.icon{flex:none;width:15px;height:15px}
.good .icon{color:var(--good)}.warn .icon{color:var(--warn)}.bad .icon{color:var(--bad)}.neutral .icon{color:var(--accent)}
.findings{list-style:none;margin:14px 0 0;padding:0;display:grid;gap:8px}
.findings li{display:flex;gap:12px;background:var(--paper);border:1px solid var(--line);border-radius:10px;padding:12px 16px}
.findings .icon{width:18px;height:18px;margin-top:3px}
.findings li>div{min-width:0}
.findings p:first-child{font-weight:550}
.findings .detail{color:var(--muted);font-size:.9rem;margin-top:2px}
.findings .bad{background:var(--bad-soft);border-color:transparent}.findings .warn{background:var(--warn-soft);border-color:transparent}
.findings .good{background:var(--good-soft);border-color:transparent}
figure,.table,.note{margin:16px 0 0;background:var(--paper);border:1px solid var(--line);border-radius:10px;padding:18px 20px}
figure h3{margin-bottom:10px}
.scroll{overflow-x:auto;overscroll-behavior-x:contain;-webkit-overflow-scrolling:touch;background:linear-gradient(to right,var(--paper) 40%,transparent) left/48px 100% no-repeat local,linear-gradient(to left,var(--paper) 40%,transparent) right/48px 100% no-repeat local,linear-gradient(to right,var(--edge),transparent) left/14px 100% no-repeat scroll,linear-gradient(to left,var(--edge),transparent) right/14px 100% no-repeat scroll}
.scroll:focus-visible,a:focus-visible{outline:2px solid var(--accent);outline-offset:2px;border-radius:4px}
.scroll>svg{display:block;height:auto;max-width:none}
.narrow{display:none}
figcaption,.caption{color:var(--muted);font-size:.88rem;line-height:1.5;max-width:80ch}
figcaption{margin-top:10px}
.note{background:var(--accent-soft);border-color:transparent;font-size:.95rem}
table{border-collapse:collapse;width:100%;font-size:.9rem;line-height:1.4}
.caption{text-align:left;font-weight:600;color:var(--text);font-size:1.02rem;margin-bottom:8px}
th,td{padding:8px 12px;text-align:left;vertical-align:top;border-bottom:1px solid var(--line)}
thead th{color:var(--muted);font-weight:550;font-size:.82rem;vertical-align:bottom;border-bottom-color:var(--muted)}
tbody tr:last-child>*{border-bottom:0}
th:first-child,td:first-child{padding-left:0}
th:last-child,td:last-child{padding-right:0}
tbody th{font-weight:500;min-width:140px;overflow-wrap:anywhere}
.right{text-align:right}.center{text-align:center}
td.right{white-space:nowrap}
td.good,th.good{color:var(--good);font-weight:600}td.warn,th.warn{color:var(--warn);font-weight:600}td.bad,th.bad{color:var(--bad);font-weight:650}
.track{display:block;height:5px;min-width:72px;margin-top:5px;border-radius:3px;background:var(--soft);overflow:hidden}
.track span{display:block;height:100%;border-radius:3px;background:var(--bar)}
td.bad .track span{background:var(--bad)}td.warn .track span{background:var(--warn)}td.good .track span{background:var(--good)}
tr.marked>*{background:var(--bad-soft)}
.definitions{margin:12px 0 0;padding-top:10px;border-top:1px solid var(--line);color:var(--muted);font-size:.8rem;line-height:1.5}
.definitions div{max-width:95ch}
.definitions dt{display:inline;font-weight:600}
.definitions dt::after{content:": "}
.definitions dd{display:inline;margin:0}
.empty{color:var(--muted);padding:10px 0}
footer{padding-top:28px;padding-bottom:48px;color:var(--muted);font-size:.82rem;display:grid;gap:4px}
footer p{max-width:90ch}
.said{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
@media(max-width:960px){.figures{grid-template-columns:repeat(3,1fr)}}
@media(max-width:640px){
main,header,footer{padding-left:16px;padding-right:16px}
header{padding-top:26px}
h1{font-size:1.55rem}
section{margin-top:32px}
.figures{grid-template-columns:1fr 1fr;gap:8px;margin-top:20px}
.figure{padding:11px 12px}
.figure .number{font-size:1.25rem}
figure,.table,.note{padding:14px}
.findings li{padding:11px 13px}
.facts{display:grid;grid-template-columns:auto 1fr;gap:3px 14px}
.facts div{display:contents}
figure.chart{padding:14px 0 14px;overflow:hidden}
figure.chart h3,figure.chart figcaption{padding:0 14px}
figure.chart .scroll{padding:0 14px}
.has-narrow .wide{display:none}
.has-narrow .narrow{display:block}
tbody th{position:sticky;left:0;background:var(--paper);max-width:44vw;min-width:120px}
}
@media(prefers-color-scheme:dark){
:root{--paper:#1a222c;--page:#12181f;--text:#e6ebf1;--muted:#a4b0be;--line:#2d3742;--soft:#27313c;--accent:#7db4e2;--good:#5bbf9a;--warn:#e3ab58;--bad:#ee8a82;
--good-soft:#16302a;--warn-soft:#33291a;--bad-soft:#3a2222;--accent-soft:#1b2a38;--bar:#456c8d;--edge:#00000088}
.model .scroll,.foreign .scroll{--paper:#fff;--edge:#1f2a3722;background-color:#fff;border-radius:8px;padding:10px}
${darkCharts}
${chips}
}
@media print{
:root{color-scheme:light;--page:#fff}
@page{size:A4;margin:14mm}
body{font-size:10.5pt;print-color-adjust:exact;-webkit-print-color-adjust:exact}
main,header,footer{max-width:none;padding-left:0;padding-right:0}
header{padding-top:0}
nav{display:none}
section{margin-top:22px}
h2,h3,.caption,thead{break-after:avoid}
.figure,.findings li,figure,tr,.note{break-inside:avoid}
.scroll{overflow:visible;background:none}
.scroll>svg{min-width:0!important;max-width:100%!important}
}
`;
