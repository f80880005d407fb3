import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { describe, expect, it, jest } from "@jest/globals";
import { memoryLedger } from "../../../src/notes/anthropic/ledger.js";
import { goodAnswer } from "./fake-server.js";
import { narratorFor, row, rows, serverAndFolder, sources } from "./setting.js";

const { server } = serverAndFolder();

/** An address at which a server has just stopped to listen. */
async function addressOfNobody(): Promise<string> {
  const gone = createServer().listen(0, "127.0.0.1");
  await once(gone, "listening");
  const { port } = gone.address() as AddressInfo;
  gone.close();
  await once(gone, "close");
  return `http://127.0.0.1:${port}`;
}

describe("the request", () => {
  it("asks models that always reason for little effort, and leaves them room", async () => {
    await narratorFor(server(), { model: "claude-opus-5-5" }).write(rows(1), {});
    expect(server().seen[0]).toMatchObject({ max_tokens: 1500, output_config: { effort: "low" } });
    expect(server().seen[0]).not.toHaveProperty("thinking");
  });

  it("says nothing of reasoning to models that are not known", async () => {
    const prices = { tiers: [{ upToInputTokens: null, inputUsdPerMillion: 1, outputUsdPerMillion: 5 }] };
    await narratorFor(server(), { model: "claude-new", prices }).write(rows(1), {});
    expect(server().seen[0]).not.toHaveProperty("thinking");
    expect(server().seen[0]!.output_config).not.toHaveProperty("effort");
  });

  it("marks the instructions for the prompt cache when asked to, for an hour in batches", async () => {
    const marked = (ttl: string) => [{ type: "text", cache_control: { type: "ephemeral", ttl } }];
    await narratorFor(server(), { promptCache: true, mode: "batch" }).write(rows(2), {});
    expect(server().seen[0]!.system).toMatchObject(marked("5m"));
    expect(server().batches[0]!.requests[0]!.params.system).toMatchObject(marked("1h"));
    await narratorFor(server()).write([row(7)], {});
    expect(typeof server().seen[1]!.system).toBe("string");
  });

  it("is answered at the price of what the prompt cache gave: 100 written, 200 read, 100 other, 100 out", async () => {
    const ledger = memoryLedger();
    const usage = {
      input_tokens: 100,
      output_tokens: 100,
      cache_creation_input_tokens: 100,
      cache_read_input_tokens: 200,
    };
    server().onMessage = (message) => ({ ...goodAnswer(message), usage });
    await narratorFor(server(), { ledger, promptCache: true }).write(rows(1), {});
    // (100 + 100 · 1.25 + 200 · 0.1) · 0.1 + 100 · 0.5 millionths of a dollar
    expect((await ledger.totals()).usd).toBe(0.0000745);
  });

  it("is sent by a fetch of one's own", async () => {
    const called: string[] = [];
    const own: typeof fetch = (input, init) => {
      called.push(String(input));
      return fetch(input, init);
    };
    expect(sources(await narratorFor(server(), { fetch: own }).write(rows(2), {}))).toEqual(["llm", "llm"]);
    expect(called).toEqual([`${server().baseURL}/v1/messages`, `${server().baseURL}/v1/messages`]);
  });
});

describe("a service that can't be reached", () => {
  it("costs nothing, and the notes say that there was no connection rather than that a cap is reached", async () => {
    const ledger = memoryLedger();
    const baseURL = await addressOfNobody();
    const notes = await narratorFor(server(), { ledger, baseURL, maxUsd: 0.01 }).write(rows(3), {});
    expect(sources(notes)).toEqual(["offline", "offline", "offline"]);
    for (const { reason } of notes) expect(reason).toContain("no connection, ECONNREFUSED");
    expect((await ledger.totals()).usd).toBe(0);
  });
});

describe("without @anthropic-ai/sdk", () => {
  it("notes that cost nothing are written, and the first that would be sent says what to install", async () => {
    jest.unstable_mockModule("@anthropic-ai/sdk", () => {
      throw new Error("Cannot find package '@anthropic-ai/sdk'");
    });
    expect(sources(await narratorFor(server(), { maxUsd: 0 }).write(rows(1), {}))).toEqual(["offline"]);
    const ledger = memoryLedger();
    await expect(narratorFor(server(), { ledger }).write(rows(1), {})).rejects.toMatchObject({
      code: "notes/no-sdk",
      message: expect.stringContaining("npm install @anthropic-ai/sdk@^1.12.0"),
    });
    expect(await ledger.totals()).toMatchObject({ usd: 0, requests: 0 });
  });
});
