import { describe, expect, it } from "@jest/globals";
import { type CsvReadOptions, readCsv } from "../../src/csv.js";
import { DEFECTS } from "./csv/inputs.js";

const failure = (input: string | Uint8Array, options: CsvReadOptions): Promise<unknown> =>
  readCsv(input, options).then(
    () => "was read",
    (error: unknown) => error,
  );

describe("readCsv of a file with one defect", () => {
  it("has at least sixty of them, each with a name of its own", () => {
    expect(DEFECTS.length).toBeGreaterThanOrEqual(60);
    expect(new Set(DEFECTS.map(({ name }) => name)).size).toBe(DEFECTS.length);
  });

  for (const parser of ["auto", "papaparse"] as const) {
    it.each(DEFECTS)(
      `says what is wrong with $name (${parser})`,
      async ({ input, options, error, skipped }) => {
        const all = { source: "f.csv", parser, ...options };
        if (error !== undefined) {
          const [code, words, row, column, value] = error;
          const found = await failure(input, all);
          expect(found).toMatchObject({ code, message: expect.stringContaining(words) });
          expect(found).toMatchObject({
            message: expect.stringMatching(/^(f\.csv|readCsv).*[.?]( \(\d+ such .*\))?$/s),
          });
          for (const [name, expected] of Object.entries({ row, value })) {
            if (expected !== undefined) expect(found).toMatchObject({ fields: { [name]: expected } });
          }
          if (column !== undefined) expect(found).toMatchObject({ fields: { column } });
        }
        const skipping = { ...all, onIssue: "skip-row" } as const;
        if (skipped === null) {
          expect(await failure(input, skipping)).toMatchObject({ code: error![0] });
          return;
        }
        const { report } = await readCsv(input, skipping);
        const issues = report.issues.map(({ code, row, column, value }) => [code, row, column, value]);
        expect(issues).toEqual(skipped!.issues);
        expect(report.rowsDropped).toBe(skipped!.dropped);
        expect(report.rowsRead).toBe(report.rowsKept + report.rowsDropped);
        for (const { message } of report.issues) expect(message).toMatch(/^f\.csv: .*\.$/s);
        if (error === undefined) expect((await readCsv(input, all)).report.issues).toEqual(report.issues);
      },
    );
  }
});
