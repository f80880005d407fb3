import { randomStream } from "@gigamine/base";
import { unknownMember } from "./errors.js";
import type { Member } from "./member.js";
import type { SimulationContext } from "./model.js";

/** What callbacks may ask, of a run under way. */
export function makeContext<Data>(
  seed: number | string,
  members: ReadonlyMap<string, Member<Data>>,
  now: () => number,
): SimulationContext {
  return {
    get nowMs() {
      return now();
    },
    member: (name) => {
      const member = members.get(name);
      if (member === undefined) throw unknownMember(name, members.keys());
      return { visits: member.visits, inUseMs: member.inUseMs };
    },
    stream: (...keys) => randomStream(seed, ...keys),
  };
}
