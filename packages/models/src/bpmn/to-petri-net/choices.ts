import type { ControlEdge, GatewayLogic } from "./control-flow.js";

/**
 * The sets of edges that a split may take, one after the other: all of them, exactly one, or any but none, where a default edge
 * is taken alone. An inclusive split with n branches has 2^n - 1 choices.
 */
export function* choices(
  logic: GatewayLogic,
  leaving: readonly number[],
  edges: readonly ControlEdge[],
): Generator<readonly number[]> {
  if (logic === "parallel") {
    yield leaving;
    return;
  }
  const isAlone = (edge: number): boolean => logic === "exclusive" || edges[edge]!.isDefault;
  for (const edge of leaving) if (isAlone(edge)) yield [edge];
  const free = leaving.filter((edge) => !isAlone(edge));
  for (let subset = 1; subset < 2 ** free.length; subset++) {
    yield free.filter((_, f) => Math.floor(subset / 2 ** f) % 2 === 1);
  }
}
