export { PetriNetBuilder } from "./petri-net/builder.js";
export { type CompiledNet, compileNet } from "./petri-net/compile.js";
export { enabledTransitions, fire, isEnabled } from "./petri-net/fire.js";
export { reduceSilentTransitions } from "./petri-net/reduce-silent.js";
export type {
  AcceptingPetriNet,
  Arc,
  Marking,
  PetriNet,
  Place,
  Transition,
} from "./petri-net/types.js";
export { foldTree } from "./process-tree/fold.js";
export { activity, exclusive, loop, parallel, sequence, silent } from "./process-tree/make.js";
export { parseTree } from "./process-tree/parse.js";
export { printTree } from "./process-tree/print.js";
export { treeToPetriNet } from "./process-tree/to-petri-net.js";
export type {
  ActivityNode,
  OperatorNode,
  ProcessTree,
  SilentNode,
  TreeOperator,
} from "./process-tree/types.js";
