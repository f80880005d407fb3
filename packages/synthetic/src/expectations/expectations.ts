import { batteryLogExpectations } from "./battery-log-expectations.js";
import { genealogyExpectations } from "./genealogy.js";
import { logExpectations } from "./log-expectations.js";
import { plantExpectations } from "./plant/plant-expectations.js";
import { ruleExpectations } from "./rules/rule-expectations.js";
import { qcTableExpectations } from "./table/qc-table-expectations.js";

/**
 * All lists of expectations, by what they are about. Join what you need and hand it to {@link checkExpectations}.
 *
 * @example
 * checkExpectations(log, [...expectations.log(), ...expectations.rules({ endActivities: ["Shipment"] })]);
 */
export const expectations = Object.freeze({
  /** What analysis relies on, for any log. */
  log: logExpectations,
  /** Rules of one's own process: calendar, durations, order, capacity, skills, Little's law. */
  rules: ruleExpectations,
  /** A quality table: metrics, units, status, traceability, notes. */
  qcTable: qcTableExpectations,
  /** What was made of what. */
  genealogy: genealogyExpectations,
  /** A run of the battery plant. */
  plant: plantExpectations,
  /** The battery line of eleven activities. */
  batteryLog: batteryLogExpectations,
});
