import { Writable } from "node:stream";
import { WriteStream } from "node:tty";
import { describe, expect, it } from "@jest/globals";
import { Terminal } from "../src/terminal.js";

/** A stderr that looks like a terminal of so many columns, and what was written to it. */
function screen(columns: number) {
  let written = "";
  const stream = new Writable({
    write(chunk, _encoding, done) {
      written += String(chunk);
      done();
    },
  });
  const { cursorTo, clearLine, moveCursor } = WriteStream.prototype;
  const stderr = Object.assign(stream, { isTTY: true, columns, cursorTo, clearLine, moveCursor });
  return { streams: { stdout: stream, stderr }, written: () => written };
}

describe("the progress line", () => {
  it("is drawn on a terminal, and taken away for the result", async () => {
    const { streams, written } = screen(80);
    const terminal = await Terminal.open(streams, false);
    terminal.stage("simulating");
    terminal.result({}, () => "done");
    terminal.close();
    expect(written()).toMatch(/simulating[\s\S]*done\n/);
  });

  it("is not drawn where a terminal says that it has no columns", async () => {
    const { streams, written } = screen(0);
    const terminal = await Terminal.open(streams, false);
    terminal.stage("simulating");
    terminal.result({}, () => "done");
    expect(written()).toBe("done\n");
  });

  it("is drawn a few times a second, however often a function reports", async () => {
    const { streams, written } = screen(80);
    const terminal = await Terminal.open(streams, false);
    const started = performance.now();
    for (let done = 0; done < 20_000; done++) {
      terminal.onProgress({ stage: "simulating", done, total: 20_000, unit: "visits" });
    }
    const tenths = Math.ceil((performance.now() - started) / 100);
    terminal.close();
    const drawn = written().split("simulating").length - 1;
    expect(drawn).toBeGreaterThan(0);
    expect(drawn).toBeLessThanOrEqual(4 * (tenths + 1));
  });
});
