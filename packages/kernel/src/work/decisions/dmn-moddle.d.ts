/** The package ships no types for its entry; this is the part of it that is used. */
declare module 'dmn-moddle' {
  export interface DmnElement {
    readonly $type: string;
    readonly $attrs: Readonly<Record<string, string>>;
    readonly id?: string;
    readonly name?: string;
    get(property: string): unknown;
    $instanceOf(type: string): boolean;
  }

  export interface DmnWarning {
    readonly message: string;
    readonly element?: DmnElement;
  }

  export class DmnModdle {
    constructor(packages?: Record<string, unknown>);
    fromXML(xml: string): Promise<{ rootElement: DmnElement; warnings: DmnWarning[] }>;
  }
}

declare module 'dmn-moddle/resources/dmn/json/dmn13.json' {
  const descriptor: { uri: string; prefix: string; types: { name: string; properties?: unknown[] }[] };
  export = descriptor;
}

declare module 'dmn-moddle/resources/dmn/json/dmndi13.json' {
  const descriptor: { uri: string; prefix: string; types: { name: string }[] };
  export = descriptor;
}
