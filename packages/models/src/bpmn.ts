export { type BpmnBox, type BpmnLayout, type BpmnPoint, layoutBpmn } from "./bpmn/layout.js";
export { type ReadBpmnModel, type ReadBpmnOptions, readBpmn } from "./bpmn/read.js";
export { writeBpmn } from "./bpmn/write.js";
export type { BpmnIssue } from "./bpmn/xml/scope.js";
