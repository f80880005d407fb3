import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { writeFileAtomic } from "@gigamine/base/node";
import { readLogFile, writeLogFile } from "@gigamine/event-log/node";
import { printTree, writePnml } from "@gigamine/models";
import {
  batteryLogExpectations,
  checkExpectations,
  generateBatteryLog,
  logExpectations,
} from "@gigamine/synthetic";
import { renderPng } from "@gigamine/viz/png";
import { Command } from "commander";
import { computeStatistics, mine } from "../analysis.js";
import { integer, positiveInteger, withJson, withNoise } from "../options.js";
import { CHECK_FAILED, DONE, type Run } from "../outcome.js";
import { modelPicture } from "../pictures.js";
import { composeReport } from "../report.js";
import { qualityText, sections, statisticsText } from "../summary-text.js";
import { expectationText } from "./validate.js";

interface Flags {
  readonly lots: number;
  readonly seed: number;
  readonly noise: number;
  readonly out: string;
  readonly json?: boolean;
}

/** `gigamine demo`: from a simulated plant to the report, every step a user would take with an own log. */
export function demoCommand(run: Run): Command {
  return withJson(
    withNoise(new Command("demo"))
      .description(
        "Simulate a battery plant, then do everything with its log: validate, discover, measure, report.",
      )
      .option("--lots <number>", "how many lots travel through the plant", positiveInteger, 1000)
      .option("--seed <number>", "seed of all randomness", integer, 42)
      .option("--out <folder>", "where the files go", "out"),
  ).action((flags: Flags) =>
    run(flags, async (context) => {
      const { terminal, signal } = context;
      const file = (name: string): string => join(flags.out, name);
      await mkdir(flags.out, { recursive: true });

      terminal.stage(`simulating ${flags.lots.toLocaleString("en")} lots`);
      const generated = generateBatteryLog({
        lots: flags.lots,
        seed: flags.seed,
        signal,
        onProgress: terminal.onProgress,
      });
      const checks = checkExpectations(generated, [...logExpectations(), ...batteryLogExpectations()]);

      terminal.stage("writing and reading log.csv");
      await writeLogFile(generated, file("log.csv"), { signal });
      const log = await readLogFile(file("log.csv"), { signal, onProgress: terminal.onProgress });

      const mined = await mine(log, flags.noise, context);
      const statistics = await computeStatistics(log, {}, context);

      terminal.stage("drawing the model");
      const svg = await modelPicture(mined, statistics);
      await writeFileAtomic(file("model.svg"), `<?xml version="1.0" encoding="UTF-8"?>\n${svg}\n`, {
        signal,
      });
      await writeFileAtomic(file("model.png"), await renderPng(svg), { signal });
      await writeFileAtomic(file("model.pnml"), writePnml(mined.net), { signal });
      terminal.stage("writing the report");
      const title = `Battery plant, ${flags.lots.toLocaleString("en")} simulated lots`;
      await writeFileAtomic(
        file("report.html"),
        await composeReport({ title, source: "log.csv", log, mined, statistics }),
        { signal },
      );
      const summary = {
        generator: { lots: flags.lots, seed: flags.seed },
        validation: checks,
        ...statistics,
        model: {
          miner: "inductive",
          noiseThreshold: flags.noise,
          tree: mined.tree,
          treeText: printTree(mined.tree),
        },
        quality: mined.quality,
        files: ["log.csv", "model.svg", "model.png", "model.pnml", "report.html", "summary.json"],
      };
      await writeFileAtomic(file("summary.json"), `${JSON.stringify(summary, null, 2)}\n`, { signal });

      const passed = checks.results.filter(({ success }) => success).length;
      terminal.result(summary, () =>
        sections([
          [
            "",
            `A simulated battery plant, seed ${flags.seed}; ${passed} of ${checks.results.length} expectations of the log are met.`,
          ],
          ...(checks.passed ? [] : [["Validation", expectationText(checks)] as const]),
          ["", statisticsText(statistics)],
          ["Model", qualityText(mined)],
          ["Files", summary.files.map((name) => `  ${file(name)}`).join("\n")],
        ]),
      );
      return checks.passed ? DONE : CHECK_FAILED;
    }),
  );
}
