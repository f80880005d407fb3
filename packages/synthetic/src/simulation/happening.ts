import type { Arrival } from "./arrivals.js";
import type { Collection } from "./batching.js";
import type { Traveller } from "./job.js";
import type { Interval, Member } from "./member.js";
import type { Pool } from "./pools.js";
import type { Running } from "./running.js";
import type { Step } from "./steps.js";

/** What is going to happen. */
export type Happening<Data> =
  | { readonly kind: "complete"; readonly running: Running<Data> }
  | { readonly kind: "setup done"; readonly running: Running<Data> }
  | { readonly kind: "arrive"; readonly arrival: Arrival<Data> }
  | { readonly kind: "go on"; readonly traveller: Traveller<Data>; readonly step: Step<Data> }
  | { readonly kind: "batch due"; readonly collection: Collection<Data> }
  | { readonly kind: "wake"; readonly pool: Pool<Data> }
  | { readonly kind: "maintained"; readonly member: Member<Data>; readonly window: Interval };
