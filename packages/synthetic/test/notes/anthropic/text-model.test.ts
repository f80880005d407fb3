import { describe, expect, it } from "@jest/globals";
import { z } from "zod";
import {
  type AnthropicTextModelOptions,
  anthropicTextModel,
} from "../../../src/notes/anthropic/text-model.js";
import { memoryCache } from "../../../src/notes/cache.js";
import { fakeClock } from "./fake-clock.js";
import type { Behaviour } from "./fake-server.js";
import { secretKey, serverAndFolder } from "./setting.js";

const { server } = serverAndFolder();

const modelFor = (options: AnthropicTextModelOptions = {}) =>
  anthropicTextModel({
    apiKey: secretKey,
    baseURL: server().baseURL,
    maxUsd: 1,
    clock: fakeClock(),
    ...options,
  });

const say = (text: string): Behaviour => ({ kind: "message", text });
const question = (prompt: string) => ({ id: `remark/${prompt}`, system: "You are terse.", prompt });
const schema = z.object({ grade: z.enum(["good", "bad"]), reason: z.string() });

describe("anthropicTextModel", () => {
  it("answers with text", async () => {
    server().onMessage = () => say("  All well.\n");
    expect(await modelFor().complete(question("How?"))).toEqual({ text: "All well.", source: "llm" });
    expect(server().seen[0]).toMatchObject({
      system: "You are terse.",
      messages: [{ role: "user", content: "How?" }],
    });
    expect(server().seen[0]).not.toHaveProperty("output_config");
  });

  it("answers with data in the shape asked for, repaired once if need be", async () => {
    const good = '{"grade":"good","reason":"clear"}';
    server().onMessage = (_message, n) => say(n === 0 ? '{"grade":"great","reason":"clear"}' : good);
    expect(await modelFor().complete({ ...question("Grade."), schema })).toEqual({
      text: good,
      value: { grade: "good", reason: "clear" },
      source: "llm",
    });
    expect(server().seen[1]!.messages[2]!.content).toContain("grade: Invalid option");
  });

  it("asks equal questions once, at the same time and later, and different shapes apart", async () => {
    const cache = memoryCache();
    server().onMessage = () => say('{"grade":"bad","reason":"no"}');
    const model = modelFor({ cache });
    const both = await Promise.all([model.complete(question("a")), model.complete(question("a"))]);
    expect(both.map(({ source }) => source)).toEqual(["llm", "llm"]);
    expect((await model.complete(question("a"))).source).toBe("cache");
    expect((await modelFor({ cache }).complete(question("a"))).source).toBe("cache");
    expect((await model.complete({ ...question("a"), schema })).source).toBe("llm");
    expect(server().seen.length).toBe(2);
  });

  it("rejects without an answer: no budget, a refusal, a wrong repair", async () => {
    await expect(modelFor({ maxUsd: 0 }).complete(question("a"))).rejects.toMatchObject({
      code: "notes/not-answered",
      message: "remark/a: not in the cache, and maxUsd is 0.",
    });
    server().onMessage = () => ({ kind: "message", stopReason: "refusal" });
    await expect(modelFor().complete(question("a"))).rejects.toMatchObject({ code: "notes/unusable-answer" });
    server().onMessage = () => say("");
    await expect(modelFor().complete(question("a"))).rejects.toThrow("still wrong after a repair");
  });

  it("is not asked again when the key is wrong, nor for a kind of question that is never taken", async () => {
    const model = modelFor();
    server().onMessage = (message) =>
      message.output_config === undefined ? say("Fine.") : { kind: "error", status: 400 };
    for (const prompt of ["a", "b"]) {
      await expect(model.complete({ ...question(prompt), schema })).rejects.toThrow("(400)");
    }
    expect((await model.complete(question("c"))).text).toBe("Fine.");
    expect(server().seen.length).toBe(2);
    server().onMessage = () => ({ kind: "error", status: 401 });
    for (const prompt of ["d", "e"]) await expect(model.complete(question(prompt))).rejects.toThrow("(401)");
    expect(server().seen.length).toBe(3);
  });

  it("says which schemas can't be asked for", async () => {
    const dated = { ...question("a"), schema: z.object({ at: z.date() }) };
    await expect(modelFor().complete(dated)).rejects.toMatchObject({ code: "notes/unsupported-schema" });
  });

  it("stops at an abort", async () => {
    const abort = new AbortController();
    const model = modelFor({ signal: abort.signal });
    server().onMessage = () => say("Fine.");
    await model.complete(question("a"));
    abort.abort(new Error("enough"));
    await expect(model.complete(question("b"))).rejects.toThrow("enough");
    expect(server().seen.length).toBe(1);
  });
});
