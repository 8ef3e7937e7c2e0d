import type { FeelFunction } from '../values.ts';
import { contextFunctions } from './contexts.ts';
import { conversionFunctions } from './conversion.ts';
import { listFunctions } from './lists.ts';
import { numberFunctions } from './numbers.ts';
import { rangeFunctions } from './ranges.ts';
import { sortFunctions } from './sorting.ts';
import { statisticFunctions } from './statistics.ts';
import { stringFunctions } from './strings.ts';
import { temporalFunctions } from './temporal.ts';

/** Functions of the language (DMN 1.5 §10.3.4), by name. */
export const builtins: ReadonlyMap<string, FeelFunction> = new Map(
  [
    ...conversionFunctions,
    ...stringFunctions,
    ...listFunctions,
    ...sortFunctions,
    ...statisticFunctions,
    ...numberFunctions,
    ...temporalFunctions,
    ...rangeFunctions,
    ...contextFunctions,
  ].map((each) => [each.name, each]),
);
