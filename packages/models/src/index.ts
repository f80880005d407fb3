export { PetriNetBuilder } from "./petri-net/builder.js";
export type {
  AcceptingPetriNet,
  Arc,
  Marking,
  PetriNet,
  Place,
  Transition,
} from "./petri-net/types.js";
export { activity, exclusive, loop, parallel, sequence, silent } from "./process-tree/make.js";
export type {
  ActivityNode,
  OperatorNode,
  ProcessTree,
  SilentNode,
  TreeOperator,
} from "./process-tree/types.js";
