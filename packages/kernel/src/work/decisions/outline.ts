import type { DmnElement } from 'dmn-moddle';
import { childOf, childrenOf, nameOf, textOf } from './compilation.ts';
import { parseDmn } from './parse.ts';
import { createProblems } from './problems.ts';

/** A decision as people read it: a table with its cells as they are written, or an expression. */
export interface DecisionOutline {
  id: string;
  /** Its label, else its name. */
  title: string;
  /** Names of what it is made from. */
  needs: string[];
  table: TableOutline | null;
  /** FEEL, where it is one expression. */
  expression: string | null;
}

export interface TableOutline {
  hitPolicy: string;
  inputs: string[];
  outputs: string[];
  annotations: string[];
  rules: { id: string; inputs: string[]; outputs: string[]; annotations: string[] }[];
}

/** What a DMN file says, decision by decision in the order of the file; nothing where it cannot be read. */
export async function outlineOf(xml: string): Promise<DecisionOutline[]> {
  const root = await parseDmn(xml, createProblems());
  if (!root) return [];
  const elements = childrenOf(root, 'drgElement');
  const titles = new Map(elements.map((element) => [element.id ?? '', titleOf(element)]));
  return elements
    .filter((element) => element.$instanceOf('dmn:Decision'))
    .map((element) => {
      const logic = childOf(element, 'decisionLogic');
      return {
        id: element.id ?? '',
        title: titleOf(element),
        needs: childrenOf(element, 'informationRequirement').map(
          (need) => titles.get(needed(need)) ?? needed(need),
        ),
        table: logic?.$instanceOf('dmn:DecisionTable') ? tableOf(logic) : null,
        expression: logic?.$instanceOf('dmn:LiteralExpression') ? textOf(logic, 'text') : null,
      };
    });
}

function titleOf(element: DmnElement): string {
  return textOf(element, 'label') || nameOf(element) || (element.id ?? '');
}

function needed(requirement: DmnElement): string {
  const reference = childOf(requirement, 'requiredInput') ?? childOf(requirement, 'requiredDecision');
  return reference ? textOf(reference, 'href').replace(/^#/, '') : '';
}

function tableOf(table: DmnElement): TableOutline {
  const columns = childrenOf(table, 'output');
  return {
    hitPolicy: textOf(table, 'hitPolicy') || 'UNIQUE',
    inputs: childrenOf(table, 'input').map((input) => {
      const expression = childOf(input, 'inputExpression');
      return textOf(input, 'label') || (expression ? textOf(expression, 'text') : '');
    }),
    outputs: columns.map(
      (column) => textOf(column, 'label') || nameOf(column) || textOf(table, 'outputLabel'),
    ),
    annotations: childrenOf(table, 'annotation').map(nameOf),
    rules: childrenOf(table, 'rule').map((rule) => ({
      id: rule.id ?? '',
      inputs: cells(rule, 'inputEntry'),
      outputs: cells(rule, 'outputEntry'),
      annotations: cells(rule, 'annotationEntry'),
    })),
  };
}

function cells(rule: DmnElement, name: string): string[] {
  return childrenOf(rule, name).map((cell) => textOf(cell, 'text'));
}
