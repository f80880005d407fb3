/** What decides at a split gateway: one branch, or all of them. */
export type SplitLogic = "exclusive" | "parallel";

/** What a join waits for: one branch, all of them, or those on which a token can still come. */
export type JoinLogic = SplitLogic | "inclusive";

/** A graph of which some nodes are gateways. */
export interface GatewayGraph<Logic extends JoinLogic = JoinLogic> {
  /** Nodes from `gatewayStart` on are gateways. */
  readonly nodeCount: number;
  readonly gatewayStart: number;
  /** Per gateway, from the first on. */
  readonly logic: readonly Logic[];
  /** Per flow. */
  readonly source: readonly number[];
  readonly target: readonly number[];
}

/** The logic of a node; `null` for one that is no gateway. */
export function logicOf<Logic extends JoinLogic>(
  { logic, gatewayStart }: GatewayGraph<Logic>,
  node: number,
): Logic | null {
  return logic[node - gatewayStart] ?? null;
}
