import { GigamineError, quoteValue } from "@gigamine/base";
import { type Scenario, type ScenarioIntensity, type ScenarioOptions, scenarios } from "@gigamine/synthetic";
import { SCENARIO_NAMES, type ScenarioName } from "./flags.js";

/** The scenarios under the names of the command line; two have a second form. */
const factories: Readonly<Record<ScenarioName, (options: ScenarioOptions) => Scenario>> = {
  "bad-shift": scenarios.badShift,
  "roller-wear": scenarios.rollerWear,
  "seasonal-hvac": scenarios.seasonalHvac,
  "heat-wave": (options) => scenarios.seasonalHvac({ ...options, id: "heat-wave", of: "heat wave" }),
  "material-lot": scenarios.materialLot,
  operator: scenarios.operator,
  "calibration-jump": scenarios.calibrationJump,
  "weld-focus": (options) => scenarios.calibrationJump({ ...options, id: "weld-focus", of: "weld focus" }),
  chain: scenarios.chain,
  "dose-loss": scenarios.doseLoss,
  "capacity-loss": scenarios.capacityLoss,
  "gauge-drift": scenarios.gaugeDrift,
};

const intensities: readonly ScenarioIntensity[] = ["hard", "default", "easy"];

/** The scenarios that `--scenario` names, in their order. @throws GigamineError `cli/scenario`. */
export function scenariosFrom(texts: readonly string[], command: string): readonly Scenario[] {
  if (texts.includes("none")) {
    if (texts.length === 1) return [];
    throw wrong(command, "none", "none goes with no other scenario. Leave it out, or the others.");
  }
  const names = texts.map((text) => text.split(":")[0]!);
  const twice = names.find((name, i) => names.indexOf(name) < i);
  if (twice !== undefined)
    throw wrong(command, twice, "It is given twice. Give it once, with one intensity.");
  return texts.map((text) => {
    const [name = "", intensity = "default", ...rest] = text.split(":");
    if (!Object.hasOwn(factories, name) || rest.length > 0) {
      throw wrong(
        command,
        text,
        `Give one of ${SCENARIO_NAMES.join(", ")}, none, or such a name with :hard or :easy.`,
      );
    }
    if (!(intensities as readonly string[]).includes(intensity)) {
      throw wrong(command, text, `After the colon goes one of ${intensities.join(", ")}.`);
    }
    return factories[name as ScenarioName]({ intensity: intensity as ScenarioIntensity });
  });
}

function wrong(command: string, text: string, advice: string): GigamineError {
  return new GigamineError(
    "cli/scenario",
    `${command}: --scenario ${quoteValue(text)} is not possible. ${advice}`,
    { text },
  );
}
