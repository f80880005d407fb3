/** The eleven activities of the line, in line order. */
export const batteryActivities = Object.freeze([
  "Raw Material Arrival",
  "Quality Check (Raw Material)",
  "Storage (Raw Material)",
  "Material Allocation",
  "Production Batch Start",
  "In-Process Quality Check",
  "Assembly/Packaging",
  "Final Quality Check",
  "Storage (Finished Goods)",
  "Order Fulfillment",
  "Shipment",
] as const);

/** One of the eleven activities of the line. */
export type BatteryActivity = (typeof batteryActivities)[number];

/** What happens to a lot that fails a check. */
export interface ReworkRule {
  /** The activity whose outcome decides. */
  readonly check: BatteryActivity;
  /** Where the lot goes back to: the check itself or the activity just before it. The lot then walks to the check again. */
  readonly backTo: BatteryActivity;
  /** Why a lot fails here and what is done about it, for people. */
  readonly reason: string;
}

/**
 * The checks that can send a lot back, in line order, and where to. How often a check may fail a lot is
 * `maximumReworksPerCheck` of the configuration; after that many reworks the lot goes on by concession.
 * Nothing is ever sent back over the start of production, and no lot is scrapped.
 */
export const reworkRules: readonly ReworkRule[] = Object.freeze([
  rule(
    "Quality Check (Raw Material)",
    "Quality Check (Raw Material)",
    "a sample is out of limits: sampled and tested again",
  ),
  rule("Material Allocation", "Material Allocation", "wrong lot or quantity picked: allocated again"),
  rule(
    "In-Process Quality Check",
    "In-Process Quality Check",
    "a reading is out of limits: adjusted and measured again",
  ),
  rule(
    "Final Quality Check",
    "Assembly/Packaging",
    "cells fail the final check: taken apart, assembled and checked again",
  ),
  rule("Order Fulfillment", "Order Fulfillment", "count or label wrong: picked again"),
]);

/** What stands before the name of a repeated step when rework is labelled. */
export const reworkPrefix = "REWORK_";

/** Activities a lot may leave out. */
export const optionalActivities: readonly BatteryActivity[] = Object.freeze([
  "Storage (Raw Material)",
  "Storage (Finished Goods)",
] as const);

function rule(check: BatteryActivity, backTo: BatteryActivity, reason: string): ReworkRule {
  return Object.freeze({ check, backTo, reason });
}
