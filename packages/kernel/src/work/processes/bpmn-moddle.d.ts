/** The package ships no types for its entry; this is the part of it that is used. */
declare module 'bpmn-moddle' {
  export interface ModdleElement {
    readonly $type: string;
    readonly $attrs: Record<string, string>;
    readonly $descriptor?: { readonly ns?: { readonly uri?: string; readonly prefix?: string } };
    readonly $parent?: ModdleElement;
    readonly id?: string;
    readonly name?: string;
    get(property: string): unknown;
    $instanceOf(type: string): boolean;
  }

  export interface ModdleWarning {
    readonly message: string;
    readonly element?: ModdleElement;
    readonly property?: string;
    readonly value?: string;
  }

  export class BpmnModdle {
    constructor(packages?: Record<string, unknown>);
    fromXML(xml: string): Promise<{ rootElement: ModdleElement; warnings: ModdleWarning[] }>;
  }
}
