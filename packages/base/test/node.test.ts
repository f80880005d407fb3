import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { makeFolder, writeFileAtomic } from "../src/node.js";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "gigamine-"));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

describe("makeFolder", () => {
  it("makes a folder with those above it, and takes one that is there", async () => {
    const place = join(folder, "a", "b");
    await makeFolder(place);
    await makeFolder(place);
    await writeFileAtomic(join(place, "text"), "hello");
    expect(await readFile(join(place, "text"), "utf8")).toBe("hello");
  });

  it("says so when a file is in the way", async () => {
    const file = join(folder, "in-the-way");
    await writeFileAtomic(file, "x");
    for (const place of [file, join(file, "inner")])
      await expect(makeFolder(place)).rejects.toMatchObject({ code: "file/not-writable" });
  });
});

describe("writeFileAtomic", () => {
  it("writes text, bytes and pieces that come one by one", async () => {
    async function* pieces() {
      yield "a,";
      yield new TextEncoder().encode("ü");
    }
    await writeFileAtomic(join(folder, "text"), "hello");
    await writeFileAtomic(join(folder, "bytes"), new Uint8Array([1, 2]));
    await writeFileAtomic(join(folder, "pieces"), pieces());
    expect(await readFile(join(folder, "text"), "utf8")).toBe("hello");
    expect([...(await readFile(join(folder, "bytes")))]).toEqual([1, 2]);
    expect(await readFile(join(folder, "pieces"), "utf8")).toBe("a,ü");
    expect((await readdir(folder)).sort()).toEqual(["bytes", "pieces", "text"]);
  });

  it("leaves the old file and no other when the data fails half way", async () => {
    const path = join(folder, "log.csv");
    await writeFile(path, "old");
    function* failing() {
      yield "new";
      throw new Error("the source broke");
    }
    await expect(writeFileAtomic(path, failing())).rejects.toThrow("the source broke");
    expect(await readFile(path, "utf8")).toBe("old");
    expect(await readdir(folder)).toEqual(["log.csv"]);
  });

  it("stops when it is aborted, and leaves nothing", async () => {
    const controller = new AbortController();
    function* endless() {
      for (;;) {
        yield "x";
        controller.abort(new Error("enough"));
      }
    }
    await expect(
      writeFileAtomic(join(folder, "log.csv"), endless(), { signal: controller.signal }),
    ).rejects.toThrow("enough");
    expect(await readdir(folder)).toEqual([]);
  });

  it("says what is wrong with the place when it can't be written to, and leaves nothing", async () => {
    await expect(writeFileAtomic(join(folder, "none", "log.csv"), "x")).rejects.toMatchObject({
      code: "file/not-writable",
      message: expect.stringMatching(
        /^Cannot write ".*log\.csv": there is no folder ".*none"\. Create it first\.$/,
      ),
    });
    await mkdir(join(folder, "log.csv"));
    await expect(writeFileAtomic(join(folder, "log.csv"), "x")).rejects.toMatchObject({
      code: "file/not-writable",
      message: expect.stringContaining("it is a folder. Give the name of a file."),
    });
    expect(await readdir(folder)).toEqual(["log.csv"]);
  });
});
