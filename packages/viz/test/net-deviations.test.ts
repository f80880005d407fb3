import { PetriNetBuilder } from "@gigamine/models";
import { petriNetToDot, renderSvg } from "@gigamine/viz";
import { describe, expect, it } from "@jest/globals";
import { type Element, readMarkup } from "./read-markup.js";

const b = new PetriNetBuilder();
const [start, middle, end] = [b.place("start"), b.place("middle"), b.place("end")];
b.transition("Coat", { inputs: [start], outputs: [middle] });
b.transition(null, { name: "skip", inputs: [middle], outputs: [end] });
b.transition("Inspect", { inputs: [middle], outputs: [end] });
const model = b.build({ initial: [start], final: [end] });

const deviations = {
  synchronous: [995, 0, 917],
  skipped: [5, 0, 70],
  misplaced: [0, 0, 13],
  inserted: [0, 12, 0],
};

describe("petriNetToDot with deviations", () => {
  let elements: readonly Element[] = [];
  const part = (id: string) => elements.find((element) => element.attributes["id"] === id)!;
  const texts = (id: string) =>
    part(id)
      .children.filter((child) => child.name === "text")
      .map((line) => line.text);
  const fill = (id: string, shape: string) =>
    part(id).children.find((child) => child.name === shape)?.attributes["fill"];

  it("says how often a transition was done, skipped and done elsewhere, and turns yellow, from a tenth on red", async () => {
    const dot = petriNetToDot(model, { deviations: { ...deviations, skipped: [5, 0, 90] } });
    elements = readMarkup(await renderSvg(dot));
    expect(texts("transition-0")).toEqual(["Coat", "995 × · 5 skipped"]);
    expect(texts("transition-2")).toEqual(["Inspect", "917 × · 90 skipped · 13", "elsewhere"]);
    expect(fill("transition-0", "polygon")).toBe("#fbecd3");
    expect(fill("transition-2", "polygon")).toBe("#f8deda"); // 103 of 1,020
  });

  it("says how many events were inserted at a place, and turns it yellow", async () => {
    const dot = petriNetToDot(model, { deviations });
    elements = readMarkup(await renderSvg(dot));
    expect(fill("place-1", "ellipse")).toBe("#fbecd3");
    expect(fill("place-0", "ellipse")).toBe("#ffffff");
    expect(dot).toContain('xlabel="+12"');
    expect(dot).toContain("place middle, 12 inserted events");
  });

  it("lets labels and colours that are given go first, and leaves silent transitions alone", async () => {
    const dot = petriNetToDot(model, {
      deviations,
      transitionLabels: [null, null, "my text"],
      transitionColors: ["#00ff00", null, null],
    });
    elements = readMarkup(await renderSvg(dot));
    expect(texts("transition-0")).toEqual(["Coat", "995 × · 5 skipped"]);
    expect(texts("transition-2")).toEqual(["Inspect", "my text"]);
    expect(fill("transition-0", "polygon")).toBe("#00ff00");
    expect(texts("transition-1")).toEqual([]);
  });

  it("refuses counts that are not aligned with the net", () => {
    expect(() => petriNetToDot(model, { deviations: { ...deviations, inserted: [0] } })).toThrow(
      "petriNetToDot: option deviations.inserted has 1 entries, but there are 3 places.",
    );
    expect(() => petriNetToDot(model, { deviations: { ...deviations, skipped: [0] } })).toThrow(
      "option deviations.skipped has 1 entries, but there are 3 transitions.",
    );
  });
});
