import { describe, expect, it } from "@jest/globals";
import { z } from "zod";
import { column } from "../../src/table/column.js";
import { designTable } from "../../src/table/design-table.js";
import type { TextModel, TextRequest } from "../../src/table/language-model.js";

/** A model that says back what it is asked, and remembers. */
function echo(answer: (request: TextRequest) => string = ({ prompt }) => prompt) {
  const asked: TextRequest[] = [];
  const model: TextModel = {
    complete: async (request) => {
      asked.push(request);
      return { text: answer(request), source: "llm" };
    },
  };
  return { model, asked };
}

const base = designTable({ seed: 3 })
  .add("shift", column.category(["AM", "PM"]))
  .add("temp", column.normal({ mean: 22, sd: 3 }), { decimals: 1 });

describe("a text column", () => {
  const design = base.add("note", column.text({ prompt: "{{shift}} at {{temp}} °C", system: "Be short." }));

  it("is what the model answers to the prompt of its row", async () => {
    const { model, asked } = echo();
    const { rows, sources, failures } = await design.generate(5, { model });
    expect(rows.map(({ note }) => note)).toEqual(rows.map(({ shift, temp }) => `${shift} at ${temp} °C`));
    expect(sources).toEqual({ note: ["llm", "llm", "llm", "llm", "llm"] });
    expect(failures).toEqual([]);
    expect(asked[0]).toEqual({ id: "note/0", system: "Be short.", prompt: rows[0]!.note });
  });

  it("leaves the drawn columns as they are without it", async () => {
    const { rows } = await design.generate(20, echo());
    expect(rows.map(({ shift, temp }) => ({ shift, temp }))).toEqual(base.rows(20));
  });

  it("gives the same rows however many wait at once, and for a range as in the whole", async () => {
    const slow: TextModel = {
      complete: async ({ id, prompt }) => {
        await new Promise((resolve) => setTimeout(resolve, id.length % 3));
        return { text: `${id} ${prompt}`, source: "cache" };
      },
    };
    const whole = await design.generate(12, { model: slow, concurrency: 1 });
    expect(await design.generate(12, { model: slow, concurrency: 5 })).toEqual(whole);
    const part = await design.generate(12, { model: slow, partition: { index: 1, of: 3 } });
    expect(part.rows).toEqual(whole.rows.slice(4, 8));
  });

  it("never has more rows waiting than asked", async () => {
    let [waiting, most] = [0, 0];
    const counting: TextModel = {
      complete: async () => {
        most = Math.max(most, ++waiting);
        await new Promise((resolve) => setTimeout(resolve, 1));
        waiting--;
        return { text: "", source: "llm" };
      },
    };
    await design.generate(30, { model: counting, concurrency: 4 });
    expect(most).toBe(4);
  });

  it("fails before any row without a model, and says how to give one", async () => {
    const { model, asked } = echo();
    const both = design.add("more", column.text({ prompt: "{{note}}", offline: "offline" }));
    await expect(both.generate(5)).rejects.toMatchObject({
      code: "table/no-model",
      message: expect.stringContaining(
        'column "note" is answered by a language model, and there is none. Pass generate(count, { model })',
      ),
    });
    expect(asked).toEqual([]);
    await both.generate(1, { model });
    expect(asked.map(({ id }) => id)).toEqual(["note/0", "more/0"]);
  });

  it("is its offline text without a model", async () => {
    const offline = base
      .add("by", column.text({ prompt: "?", offline: "{{shift}}!" }))
      .add("of", column.text({ prompt: "?", offline: (row) => `${row.by}?` }));
    const { rows, sources } = await offline.generate(3);
    for (const { shift, by, of } of rows) expect([by, of]).toEqual([`${shift}!`, `${shift}!?`]);
    expect(sources.of).toEqual(["offline", "offline", "offline"]);
  });

  it("falls back to the offline text, else to nothing, where the model fails: no row is lost", async () => {
    const failing: TextModel = {
      complete: async ({ id, prompt }) => {
        if (id.endsWith("/1")) throw new Error("overloaded");
        return { text: prompt, source: "llm" };
      },
    };
    const { rows, sources, failures } = await design
      .add("kept", column.text({ prompt: "x", offline: "offline {{temp}}" }))
      .generate(3, { model: failing, concurrency: 3 });
    expect(rows).toHaveLength(3);
    expect(rows[1]).toMatchObject({ note: null, kept: `offline ${rows[1]!.temp}` });
    expect(sources).toEqual({ note: ["llm", null, "llm"], kept: ["llm", "fallback", "llm"] });
    expect(failures).toEqual([
      { row: 1, column: "note", message: "overloaded" },
      { row: 1, column: "kept", message: "overloaded" },
    ]);
  });

  it("is missing where the answer is no text", async () => {
    const odd: TextModel = { complete: async () => ({ text: undefined as never, source: "llm" }) };
    const { rows, failures } = await design.generate(1, { model: odd });
    expect(rows[0]!.note).toBeNull();
    expect(failures[0]!.message).toContain("not a text");
  });

  it("is not asked for where it is skipped, and neither is what takes it", async () => {
    const { model, asked } = echo();
    const { rows, sources } = await base
      .add("note", column.text({ prompt: "{{temp}}" }), {
        skip: { when: (row) => row.shift === "AM", fill: "-" },
      })
      .add("judged", column.text({ prompt: "judge {{note}}" }))
      .generate(30, { model });
    const late = rows.filter(({ shift }) => shift === "PM").length;
    expect(late).toBeGreaterThan(0);
    expect(asked).toHaveLength(2 * late);
    for (const [i, { shift, note, judged }] of rows.entries()) {
      expect([note === "-", judged === null]).toEqual([shift === "AM", shift === "AM"]);
      expect(sources["note"]![i]).toBe(shift === "AM" ? null : "llm");
    }
  });

  it("can be read by later columns, also those that are drawn", async () => {
    const { rows } = await design
      .add(
        "length",
        column.expression((row) => row.note?.length ?? 0),
      )
      .add("words", column.expression("length(note)", "number"))
      .add(
        "luck",
        column.normal((row) => ({ mean: row.length, sd: 0 })),
      )
      .generate(3, echo());
    for (const { note, length, words, luck } of rows)
      expect([length, words, luck]).toEqual(new Array(3).fill(note!.length));
  });
});

describe("a structured column", () => {
  const schema = z.object({ cause: z.enum(["heat", "dust"]), count: z.number() });
  const design = base.add("facts", column.structured({ prompt: "{{temp}}", schema }));

  it("is the value of the answer, checked by its schema", async () => {
    const good: TextModel = {
      complete: async () => ({ text: "", value: { cause: "heat", count: 2 }, source: "llm" }),
    };
    const { rows } = await design
      .add("cause", column.expression("facts.cause", "text"))
      .generate(1, { model: good });
    expect(rows[0]).toMatchObject({ facts: { cause: "heat", count: 2 }, cause: "heat" });
  });

  it("is missing or offline where the answer has another shape", async () => {
    const bad: TextModel = { complete: async () => ({ text: "", value: { cause: "cold" }, source: "llm" }) };
    const { rows, failures } = await design.generate(1, { model: bad });
    expect(rows[0]!.facts).toBeNull();
    expect(failures[0]!.message).toContain("has not the shape of the schema");
    const safe = base.add(
      "facts",
      column.structured({
        prompt: "",
        schema,
        offline: (row) => ({ cause: "dust" as const, count: row.temp }),
      }),
    );
    const fallen = await safe.generate(1, { model: bad });
    expect(fallen.rows[0]!.facts).toEqual({ cause: "dust", count: fallen.rows[0]!.temp });
    expect(fallen.sources["facts"]).toEqual(["fallback"]);
  });
});

describe("a judge", () => {
  it("grades by its scores, whose meanings the model is told", async () => {
    const scores = [
      {
        name: "faithful",
        description: "Do the numbers agree?",
        grades: { no: "one differs", yes: "all agree" },
      },
      { name: "short", description: "Is it short?", grades: { "1": "long", "2": "short" } },
    ] as const;
    const design = base.add("grade", column.judge({ prompt: "{{temp}}", scores }));
    const value = { faithful: { grade: "yes", reason: "same" }, short: { grade: "2", reason: "ten words" } };
    const asked: TextRequest[] = [];
    const { rows } = await design.generate(1, {
      model: {
        complete: async (request) => {
          asked.push(request);
          return { text: "", value, source: "llm" };
        },
      },
    });
    expect(rows[0]!.grade).toEqual(value);
    expect(asked[0]!.system).toContain(
      "faithful: Do the numbers agree?\n  no: one differs\n  yes: all agree",
    );
    expect(asked[0]!.schema!.safeParse({ ...value, short: { grade: "3", reason: "" } }).success).toBe(false);
  });

  it("needs scores with names of their own and two grades at least", () => {
    const score = (name: string, grades: Record<string, string>) => ({ name, description: "", grades });
    const judged = (scores: ReturnType<typeof score>[]) =>
      base.add("j", column.judge({ prompt: "", scores }));
    expect(() => judged([]).describe()).toThrow('column "j": option scores is "[]"');
    expect(() => judged([score("a", { x: "" })]).describe()).toThrow("Give at least two grades");
    const twice = score("a", { x: "", y: "" });
    expect(() => judged([twice, twice]).describe()).toThrow("Give each score a name of its own.");
  });
});

describe("long work", () => {
  const design = base.add("note", column.text({ prompt: "{{temp}}" }));

  it("stops when it is aborted, with the reason", async () => {
    const controller = new AbortController();
    const { model, asked } = echo(({ id }) => {
      if (id === "note/5") controller.abort(new Error("enough"));
      return id;
    });
    await expect(design.generate(1000, { model, concurrency: 2, signal: controller.signal })).rejects.toThrow(
      "enough",
    );
    expect(asked.length).toBeLessThan(10);
    await expect(
      design.generate(1, { model, signal: AbortSignal.abort(new Error("never")) }),
    ).rejects.toThrow("never");
  });

  it.each([
    ["while it waits", (abort: () => void) => void setTimeout(abort, 5)],
    ["as it is asked", (abort: () => void) => abort()],
  ])("waits for no model that never answers when it is aborted %s", async (_, when) => {
    const controller = new AbortController();
    const silent: TextModel = {
      complete: () => {
        when(() => controller.abort(new Error("enough")));
        return new Promise(() => undefined);
      },
    };
    const waiting = design.generate(3, { model: silent, signal: controller.signal });
    await expect(waiting).rejects.toThrow("enough");
  });

  it("tells its progress about a hundred times, the last time with all rows", async () => {
    const seen: number[] = [];
    await design.generate(1000, {
      ...echo(),
      onProgress: ({ done, total, unit }) => {
        expect([total, unit]).toEqual([1000, "rows"]);
        seen.push(done);
      },
    });
    expect(seen).toHaveLength(100);
    expect(seen.at(-1)).toBe(1000);
  });

  it("ends with the error of a column, and asks no more", async () => {
    const { model, asked } = echo();
    const broken = base.add(
      "note",
      column.text({ prompt: (row): string => (row.temp > 0 ? JSON.parse("{") : "") }),
    );
    await expect(broken.generate(500, { model, concurrency: 3 })).rejects.toMatchObject({
      code: "table/cell-failed",
      message: expect.stringContaining('column "note", row 0'),
    });
    expect(asked).toEqual([]);
  });

  it("stops those that wait beside a row that fails", async () => {
    const { model, asked } = echo();
    const broken = designTable({ source: Array.from({ length: 1000 }, (_, i) => ({ i })) })
      .add("note", column.text({ prompt: "{{i}}" }))
      .add(
        "late",
        column.expression((row): number => (row.i === 10 ? JSON.parse("{") : 0)),
      );
    await expect(broken.generate(undefined, { model, concurrency: 4 })).rejects.toMatchObject({
      fields: { column: "late", row: 10 },
    });
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(asked.length).toBeLessThan(40);
  });

  it.each([0, 1.5, 2000, Number.NaN])("refuses %p rows at once", async (concurrency) => {
    await expect(design.generate(1, { ...echo(), concurrency })).rejects.toThrow(
      "generate: option concurrency is",
    );
  });

  it("makes nothing of no rows", async () => {
    expect(await design.generate(0, echo())).toEqual({ rows: [], sources: { note: [] }, failures: [] });
  });

  it("works for designs without a model too", async () => {
    expect((await base.generate(5)).rows).toEqual(base.rows(5));
  });
});
