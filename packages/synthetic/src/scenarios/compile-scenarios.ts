import { GigamineError, quoteValue } from "@gigamine/base";
import type { FactorVariable, Outage, ScenarioEffects, ShiftVariable, World } from "./effects.js";
import type { Scenario, ScenarioCause } from "./scenario.js";
import { checkedScenarios } from "./scenario-schema.js";
import { type EntityKind, type ScenarioVariable, scenarioVariables } from "./variables.js";
import {
  checkFrame,
  cutWindows,
  type EffectWindow,
  type RunFrame,
  scheduleWindows,
  windowStrength,
} from "./windows.js";

/** What scenarios need to know of a plant: its time frame and the names of all that they may act on. */
export interface ScenarioPlant extends RunFrame {
  readonly entities: Readonly<Record<EntityKind, readonly string[]>>;
}

/** A cause with its time laid out. */
export interface CompiledCause extends ScenarioCause {
  /** The entities that are meant: `entity`, or all for `"*"`. */
  readonly entities: readonly string[];
  /** Rising, apart from each other. */
  readonly windows: readonly EffectWindow[];
}

/** A scenario with its time laid out. */
export interface CompiledScenario extends Omit<Scenario, "causes"> {
  readonly causes: readonly CompiledCause[];
}

/** The effects of scenarios, with the scenarios that they came from. */
export interface CompiledScenarios extends ScenarioEffects {
  readonly scenarios: readonly CompiledScenario[];
}

/** What {@link compileScenarios} may be told. */
export interface CompileOptions {
  /**
   * Adds worlds beside the factual one: `none`, and with two scenarios or more `without:<id>` for each.
   * @default false
   */
  readonly counterfactuals?: boolean | undefined;
}

/**
 * Lays scenarios out in the time of a plant, to be asked at each step. Shifts of several scenarios are added, factors
 * multiplied. A question costs O(log windows) for each cause that acts on the variable of the entity.
 *
 * @throws GigamineError `option/out-of-range` for scenarios that are not well formed, `scenario/duplicate-id`,
 * `scenario/unknown-entity` with the known ones, `scenario/never` when a cause does not act within the run.
 */
export function compileScenarios(
  scenarios: readonly Scenario[],
  plant: ScenarioPlant,
  { counterfactuals = false }: CompileOptions = {},
): CompiledScenarios {
  checkFrame("compileScenarios", plant);
  const checked = checkedScenarios("compileScenarios", scenarios);
  checkIds(checked);
  const compiled = checked.map((scenario) => compileScenario(scenario, plant));
  const worlds = counterfactuals ? worldsOf(checked) : [{ id: "factual" }];
  const index = indexOf(compiled, worlds);
  const actors = (variable: ScenarioVariable, entity: string): readonly Actor[] | undefined =>
    index.get(variable)?.get(entity);
  return {
    scenarios: compiled,
    worlds,
    shift(variable: ShiftVariable, entity: string, timeMs: number, world: number): number {
      let sum = 0;
      for (const { amount, windows, acts } of actors(variable, entity) ?? []) {
        if (acts[world] === true) sum += amount * windowStrength(windows, timeMs);
      }
      return sum;
    },
    factor(variable: FactorVariable, entity: string, timeMs: number, world: number): number {
      let product = 1;
      for (const { amount, windows, acts } of actors(variable, entity) ?? []) {
        if (acts[world] === true) product *= 1 + (amount - 1) * windowStrength(windows, timeMs);
      }
      return product;
    },
    outages: outagesOf(compiled),
  };
}

/** A cause as it is asked: in which worlds it acts. */
interface Actor {
  readonly amount: number;
  readonly windows: readonly EffectWindow[];
  readonly acts: readonly boolean[];
}

function compileScenario(scenario: Scenario, plant: ScenarioPlant): CompiledScenario {
  const whole = scenario.causes.map((cause) => scheduleWindows(cause.schedule, plant));
  const { fix } = scenario;
  const onset = Math.min(...whole.map((windows) => windows[0]?.fromMs ?? Number.POSITIVE_INFINITY));
  const end =
    fix === undefined
      ? Number.POSITIVE_INFINITY
      : onset + Math.round((fix.detectorLagHours + fix.repairHours) * 3_600_000);
  const causes = scenario.causes.map((cause, i): CompiledCause => {
    const entities = entitiesOf(scenario, cause, plant);
    const windows = cutWindows(whole[i]!, end).filter(({ toMs }) => toMs > plant.startMs);
    if (windows.length === 0) throw neverActs(scenario, cause, plant);
    return { ...cause, entities, windows };
  });
  return { ...scenario, causes };
}

function worldsOf(scenarios: readonly Scenario[]): readonly World[] {
  // the world without the only scenario is the one without any
  const each = scenarios.length < 2 ? [] : scenarios.map(({ id }) => ({ id: `without:${id}` }));
  return [{ id: "factual" }, { id: "none" }, ...each];
}

function indexOf(
  scenarios: readonly CompiledScenario[],
  worlds: readonly World[],
): ReadonlyMap<ScenarioVariable, ReadonlyMap<string, readonly Actor[]>> {
  const index = new Map<ScenarioVariable, Map<string, Actor[]>>();
  for (const { id, causes } of scenarios) {
    const acts = worlds.map((world) => world.id !== "none" && world.id !== `without:${id}`);
    for (const { variable, entities, amount, windows } of causes) {
      const byEntity = index.get(variable) ?? new Map<string, Actor[]>();
      index.set(variable, byEntity);
      for (const entity of entities) {
        const list = byEntity.get(entity) ?? [];
        byEntity.set(entity, list);
        list.push({ amount, windows, acts });
      }
    }
  }
  return index;
}

function outagesOf(scenarios: readonly CompiledScenario[]): readonly Outage[] {
  return scenarios.flatMap(({ causes }) =>
    causes
      .filter(({ variable }) => variable === "resource.outage")
      .flatMap(({ entities, windows }) =>
        entities.flatMap((resource) => windows.map(({ fromMs, toMs }) => ({ resource, fromMs, toMs }))),
      ),
  );
}

function checkIds(scenarios: readonly Scenario[]): void {
  const seen = new Set<string>();
  for (const { id } of scenarios) {
    if (seen.has(id)) {
      throw new GigamineError(
        "scenario/duplicate-id",
        `compileScenarios: two scenarios have the id ${quoteValue(id)}. Give each an id of its own: scenarios.badShift({ id: "second" }).`,
        { id },
      );
    }
    seen.add(id);
  }
}

function entitiesOf(scenario: Scenario, cause: ScenarioCause, plant: ScenarioPlant): readonly string[] {
  const kind = scenarioVariables[cause.variable].entity;
  const known = plant.entities[kind];
  if (cause.entity === "*" && known.length > 0) return known;
  if (known.includes(cause.entity)) return [cause.entity];
  throw new GigamineError(
    "scenario/unknown-entity",
    `compileScenarios: scenario ${quoteValue(scenario.id)} moves ${cause.variable} of ${quoteValue(cause.entity)}, but the plant has no ` +
      `such ${kind}. Known are: ${known
        .slice(0, 40)
        .map((name) => quoteValue(name))
        .join(", ")}${known.length > 40 ? ", …" : ""}.`,
    { id: scenario.id, variable: cause.variable, entity: cause.entity, known },
  );
}

function neverActs(scenario: Scenario, cause: ScenarioCause, plant: ScenarioPlant): GigamineError {
  const run = [plant.startMs, plant.horizonMs ?? plant.endMs].map((ms) => new Date(ms).toISOString());
  return new GigamineError(
    "scenario/never",
    `compileScenarios: scenario ${quoteValue(scenario.id)} never moves ${cause.variable} within the run, which goes from ${run[0]} to ` +
      `${run[1]}. Give it a schedule that lies in it, or let the run be longer.`,
    { id: scenario.id, variable: cause.variable, schedule: cause.schedule },
  );
}
