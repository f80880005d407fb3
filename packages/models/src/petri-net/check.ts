import { shapeChecks } from "../json-path.js";
import type { AcceptingPetriNet } from "./types.js";

const MOST = 2 ** 31 - 1;

/**
 * Checks that a value from outside, such as parsed JSON, is an accepting Petri net, and returns it typed. Further keys are
 * allowed; names need not be unique. O(places + arcs).
 *
 * @throws GigamineError `petri-net/invalid` with `fields.path`, the JSON path of the first fault (`$.net.arcs[3].place`).
 */
export function checkAcceptingPetriNet(value: unknown): AcceptingPetriNet {
  const { fault, record, list } = shapeChecks("petri-net/invalid", "checkAcceptingPetriNet");
  const whole = (found: unknown, path: string, least: number, most: number, what: string): void => {
    if (typeof found === "number" && Number.isInteger(found) && found >= least && found <= most) return;
    throw fault(
      path,
      most < least ? `${what}, but there are none` : `${what} from ${least} to ${most}`,
      found,
    );
  };

  const model = record(value, "$");
  const net = record(model["net"], "$.net");
  const places = list(net["places"], "$.net.places");
  const transitions = list(net["transitions"], "$.net.transitions");
  const arcs = list(net["arcs"], "$.net.arcs");
  places.forEach((found, p) => {
    const { name } = record(found, `$.net.places[${p}]`);
    if (typeof name !== "string") throw fault(`$.net.places[${p}].name`, "a text", name);
  });
  transitions.forEach((found, t) => {
    const path = `$.net.transitions[${t}]`;
    const { name, label } = record(found, path);
    if (typeof name !== "string") throw fault(`${path}.name`, "a text", name);
    if (typeof label !== "string" && label !== null) {
      throw fault(`${path}.label`, "a text, or null for a silent transition", label);
    }
  });
  arcs.forEach((found, a) => {
    const path = `$.net.arcs[${a}]`;
    const { kind, place, transition, weight } = record(found, path);
    if (kind !== "input" && kind !== "output") throw fault(`${path}.kind`, '"input" or "output"', kind);
    whole(place, `${path}.place`, 0, places.length - 1, "the index of a place");
    whole(transition, `${path}.transition`, 0, transitions.length - 1, "the index of a transition");
    whole(weight, `${path}.weight`, 1, MOST, "a whole number");
  });
  for (const key of ["initialMarking", "finalMarking"]) {
    const marking = list(model[key], `$.${key}`);
    if (marking.length !== places.length) {
      throw fault(`$.${key}`, `one number for each of the ${places.length} places`, marking.length);
    }
    marking.forEach((tokens, p) => {
      whole(tokens, `$.${key}[${p}]`, 0, MOST, "a whole number");
    });
  }
  return value as AcceptingPetriNet;
}
