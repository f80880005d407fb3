import { type CellFormat, lineOrder, type StepKey, stepIndex } from "../line.js";

/** Where cells can end; the index stands in the table of cells. */
export const cellOutcomes = Object.freeze(["A", "B", "C", "scrap"] as const);

/** Cells that were scrapped have this outcome. */
export const scrapOutcome = 3;

/** The tray steps, those that a cell itself goes through, of all lines. */
const cellSteps = Object.freeze(["stack", "fill", "weld", "form", "seal", "age", "grade"] as const);

export type CellStep = (typeof cellSteps)[number];

/** The tray steps of a line, in order. */
export function cellStepsOf(format: CellFormat): readonly CellStep[] {
  return lineOrder(format).filter((key) => cellSteps.some((step) => step === key)) as CellStep[];
}

/** A column of numbers that grows; what is not set is 0. */
type Growing = number[];

/** All cells of a run, a column an array. */
export class CellStore {
  readonly ids: string[] = [];
  readonly tray: Growing = [];
  readonly cathode: Growing = [];
  readonly anode: Growing = [];
  readonly cathodeFromM: Growing = [];
  readonly anodeFromM: Growing = [];
  readonly outcome: Growing = [];
  /** Step at which it was scrapped, -1 = it was not. */
  readonly scrapStep: Growing = [];
  /** Unit of its box, -1 = none. */
  readonly box: Growing = [];
  /** How often it took part, by tray step. */
  readonly attempts: Readonly<Record<CellStep, Growing>> = {
    stack: [],
    fill: [],
    weld: [],
    form: [],
    seal: [],
    age: [],
    grade: [],
  };

  get count(): number {
    return this.ids.length;
  }

  /** Adds a cell and returns its index. */
  add(
    id: string,
    tray: number,
    cathode: number,
    anode: number,
    cathodeFromM: number,
    anodeFromM: number,
  ): number {
    this.tray.push(tray);
    this.cathode.push(cathode);
    this.anode.push(anode);
    this.cathodeFromM.push(cathodeFromM);
    this.anodeFromM.push(anodeFromM);
    this.outcome.push(0);
    this.scrapStep.push(-1);
    this.box.push(-1);
    for (const step of cellSteps) this.attempts[step].push(0);
    return this.ids.push(id) - 1;
  }

  /** The cell leaves the line at a step. */
  scrap(cell: number, step: StepKey): void {
    this.outcome[cell] = scrapOutcome;
    this.scrapStep[cell] = stepIndex[step];
  }
}
