import type { Context } from '../../platform/context/index.ts';

/** A DMN file, compiled once; it never changes and may be shared. */
export interface DecisionModel {
  readonly namespace: string;
  readonly name: string;
  readonly decisions: readonly { readonly id: string; readonly name: string }[];
}

/** A rule of a decision table that decided: what a resident is shown as the reason. */
export interface FiredRule {
  /** Id of the decision that was being made; for a table in a business knowledge model, of the one that called it. */
  decision: string;
  /** Id of the table. */
  table: string;
  /** Id of the rule. */
  rule: string;
  /** Place of the rule in its table, from 0. */
  index: number;
  /** What the table's annotation columns say of the rule, by column. */
  annotations: Record<string, string>;
  /** Inputs that the rule looks at: columns whose cell is not `-`. */
  inputs: {
    /** FEEL of the column. */
    expression: string;
    /** Root names of the variables that it reads, then of those that required decisions among them read. */
    roots: string[];
    /** JSON of its value. */
    value: unknown;
  }[];
  /** JSON of each output, by column. */
  outputs: Record<string, unknown>;
}

export interface DecisionAnswer {
  /** JSON: dates and durations as ISO 8601 text, numbers that JavaScript cannot hold exactly as text. */
  value: unknown;
  /** In the order in which the tables were evaluated. */
  fired: FiredRule[];
  /** What went wrong on the way and became null (DMN 1.5 §10.3.2.13). */
  warnings: string[];
}

export interface Decisions {
  /**
   * Publishes each decision of a DMN file as a new version unless the newest says the same; the key is the
   * decision's id. Imported models are the newest published ones. Errors: `decision.refused` with fields.
   */
  publish(
    ctx: Context,
    file: { pack: string; xml: string },
  ): Promise<{ key: string; version: number; changed: boolean }[]>;
  /**
   * Makes a decision by the version that was newest at `asOf`, else by the newest. What is computed from the
   * date takes it from the context's instant. Errors: `decision.unknown-decision`.
   */
  evaluate(
    ctx: Context,
    decisionId: string,
    variables: Record<string, unknown>,
    options?: { asOf?: Date },
  ): Promise<DecisionAnswer & { decisionId: string; version: number; definitionId: string }>;
}
