// Prints the table of docs/concepts/scenarios.md:
// node_modules/.bin/tsx --conditions=gigamine-source packages/integration/test/scenarios/print-table.ts
import { cellContrasts, electrodeContrasts } from "./contrasts.js";
import { judge } from "./judge.js";

console.log(
  "| scenario | contrast | stated | seen | hits of 20 | alarms of 20 |\n| --- | --- | --: | --: | --: | --: |",
);
for (const contrast of [...electrodeContrasts, ...cellContrasts]) {
  const { name, title, stated, seen, hits, alarms } = judge(contrast);
  console.log(
    `| ${name} | ${title} | ${stated.toPrecision(3)} | ${seen.toPrecision(3)} | ${hits} | ${alarms} |`,
  );
}
