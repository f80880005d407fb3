import { conformanceJobs } from "./jobs/conformance.js";
import { declarativeJobs } from "./jobs/declarative.js";
import { discoveryJobs } from "./jobs/discovery.js";
import { eventLogJobs } from "./jobs/event-log.js";
import type { Job } from "./jobs/job.js";
import { statsJobs } from "./jobs/stats.js";
import { syntheticJobs } from "./jobs/synthetic.js";

/** The jobs in the order in which they are reported. */
export const jobs: readonly Job[] = [
  ...eventLogJobs,
  ...discoveryJobs,
  ...conformanceJobs,
  ...declarativeJobs,
  ...statsJobs,
  ...syntheticJobs,
];
