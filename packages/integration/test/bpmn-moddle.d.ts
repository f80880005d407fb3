/** What the tests use of bpmn-moddle, which has no types for its entry. */
declare module "bpmn-moddle" {
  export interface ModdleElement {
    readonly $type: string;
    readonly id: string;
    readonly name?: string;
    readonly [key: string]: unknown;
  }

  export class BpmnModdle {
    fromXML(xml: string): Promise<{
      readonly rootElement: ModdleElement;
      readonly elementsById: Readonly<Record<string, ModdleElement>>;
      readonly warnings: readonly { readonly message: string }[];
    }>;
  }
}
