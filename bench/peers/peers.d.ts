// The little of each peer that is used; they are installed by `npm run bench` alone, so types cannot come from them.
declare module 'bpmn-engine' {
  export interface Message {
    environment: { output: Record<string, unknown> };
  }
  export interface Activity {
    id: string;
    type: string;
    behaviour: { Service?: unknown };
    environment: { output: Record<string, unknown>; variables: Record<string, unknown> };
  }
  export class Engine {
    constructor(options: {
      name: string;
      sourceContext: unknown;
      variables: Record<string, unknown>;
      extensions: Record<string, (activity: Activity) => void>;
      expressions: {
        resolveExpression(template: string, message: Message): unknown;
        isExpression(text: string): boolean;
        hasExpression(text: string): boolean;
      };
    });
    execute(): Promise<unknown>;
    waitFor(event: 'end'): Promise<unknown>;
    getState(): Promise<unknown>;
  }
}

declare module 'bpmn-elements' {}

// The peer's older release exports as default what the kernel's exports by name.
declare module 'bpmn-moddle' {
  export { BpmnModdle as default };
}

declare module 'moddle-context-serializer' {
  export function TypeResolver(types: unknown): unknown;
  export default function serialize(parsed: unknown, types: unknown): unknown;
}

declare module '@gorules/zen-engine' {
  export class ZenEngine {
    createDecision(content: object): ZenDecision;
  }
  export class ZenDecision {
    evaluate(
      context: unknown,
      options?: { trace?: boolean },
    ): Promise<{ result: unknown; trace?: Record<string, unknown> }>;
  }
}
