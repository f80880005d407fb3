import { readFile } from "node:fs/promises";
import { inspect } from "node:util";
import { describe, expect, it } from "@jest/globals";
import type { Notice } from "../../../src/notes/anthropic/notice.js";
import { type Behaviour, goodAnswer } from "./fake-server.js";
import { files, filesIn, narratorFor, row, rows, secretKey, serverAndFolder } from "./setting.js";

const { server, folder } = serverAndFolder();

describe("the key", () => {
  it("stands in no file, message, note or notice, whatever happens", async () => {
    const said: unknown[] = [];
    const console = (["log", "info", "warn", "error", "debug"] as const).map(
      (name) => [name, globalThis.console[name]] as const,
    );
    for (const [name] of console) globalThis.console[name] = (...args: unknown[]) => void said.push(args);
    const before = process.env["ANTHROPIC_LOG"];
    process.env["ANTHROPIC_LOG"] = "debug";
    try {
      const troubles: Behaviour[] = [
        { kind: "error", status: 500, message: `${secretKey} broke` },
        { kind: "error", status: 429, message: secretKey },
        { kind: "drop" },
        { kind: "no-json" },
        { kind: "message", text: "no JSON" },
      ];
      // The first message opens the way for a batch; what the batch leaves goes live, into the troubles.
      server().onMessage = (message, n) => troubles[n - 1] ?? goodAnswer(message);
      server().onBatchItem = () => ({
        type: "errored",
        error: { type: "error", error: { type: "api_error", message: `${secretKey} broke` } },
      });
      const notices: Notice[] = [];
      const onNotice = (notice: Notice) => void notices.push(notice);
      said.push(
        await narratorFor(server(), { ...files(folder()), onNotice, mode: "batch" }).write(rows(12), {}),
      );
      expect(notices.map(({ kind }) => kind)).toEqual(["batch-created", "batch-ended"]);
      said.push(notices);
      server().onMessage = () => ({ kind: "error", status: 401, message: `${secretKey} is wrong` });
      const failed = await narratorFor(server(), files(folder()))
        .write([row(50)], {})
        .catch((reason) => reason);
      expect(failed).toMatchObject({ code: "notes/unauthorised" });
      said.push(failed, failed.message, failed.stack, failed.fields, String(failed.cause));
      said.push(
        narratorFor(server()),
        JSON.stringify(narratorFor(server())),
        Object.values(narratorFor(server())).map(String),
      );
    } finally {
      for (const [name, original] of console) globalThis.console[name] = original;
      if (before === undefined) delete process.env["ANTHROPIC_LOG"];
      else process.env["ANTHROPIC_LOG"] = before;
    }
    const everything = inspect(said, { depth: null, maxArrayLength: null, maxStringLength: null });
    expect(everything).not.toContain(secretKey);
    const paths = await filesIn(folder());
    expect(paths.length).toBeGreaterThan(12);
    for (const path of paths) expect(await readFile(path, "utf8")).not.toContain(secretKey);
  });

  it("may have a line break at its end, as files have, and is hidden all the same", async () => {
    server().onMessage = () => ({ kind: "error", status: 401, message: `${secretKey} is wrong` });
    const asked = narratorFor(server(), { apiKey: `${secretKey}\n` }).write([row(1)], {});
    await expect(asked).rejects.toThrow("(401): [key] is wrong.");
  });
});
