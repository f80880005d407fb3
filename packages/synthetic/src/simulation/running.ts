import type { Job } from "./job.js";
import type { Member } from "./member.js";
import type { Visit } from "./model.js";
import type { Timeline } from "./timeline.js";

/** A visit under way. */
export interface Running<Data> {
  readonly job: Job<Data>;
  readonly members: readonly Member<Data>[];
  /** Complete from the start, since the timeline is. */
  readonly visit: Visit<Data>;
  readonly timeline: Timeline<Data>;
  /** Whether members that were needed for the set-up only are free again. */
  setupDone: boolean;
  /** Its first row in the table of visits. */
  row: number;
}
