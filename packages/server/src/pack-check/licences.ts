import { compileExpression, FeelSyntaxError } from '@quancheng/engines/feel';
import type { LicenceTypeSource } from '@quancheng/pack-sdk';
import type { Found, PackRule } from './check.ts';
import { badExpression, noField, noLicence, noResource, twice } from './texts.ts';

/** A lawful use names fields that the type has, and stands under an id of its own. */
const lawfulUses: PackRule = ({ content }) =>
  content.licences.flatMap((type) => {
    const { code, lawfulUses: uses = [] } = type;
    return uses.flatMap(({ id, fields: wanted }, index) => {
      const at = `licences/${code}/lawfulUses/${id}`;
      const isSecond = uses.findIndex((use) => use.id === id) !== index;
      return [...(isSecond ? [{ at, text: twice(id) }] : []), ...unknownFields(type, at, wanted)];
    });
  });

/** What fills a licence from a library or from other licences reads as FEEL, and fills fields that there are. */
const fillings: PackRule = ({ content, manifest, resources }) => {
  const types = new Map(content.licences.map((type) => [type.code, type]));
  const knows = (code: string) => types.has(code) || manifest.uses.includes(code);
  return content.licences.flatMap((type) => {
    const { code, stock, merges } = type;
    const at = `licences/${code}`;
    const found: Found[] = [];
    if (stock) {
      if (!resources.has(stock.resource))
        found.push({ at: `${at}/stock/resource`, text: noResource(stock.resource) });
      const { fields, validFrom, validUntil, same } = stock;
      found.push(...ruleProblems(type, `${at}/stock/fields`, fields));
      found.push(...expressionProblems(`${at}/stock`, { validFrom, validUntil }));
      found.push(...unknownFields(type, `${at}/stock/same`, same === undefined ? [] : [same]));
    }
    if (!merges) return found;
    found.push(...ruleProblems(type, `${at}/merges/fields`, merges.fields));
    for (const { type: part, as, back = {} } of merges.parts) {
      const place = `${at}/merges/parts/${as}`;
      if (!knows(part)) found.push({ at: place, text: noLicence(part) });
      const partType = types.get(part);
      found.push(...expressionProblems(place, back));
      if (partType) found.push(...unknownFields(partType, place, Object.keys(back)));
    }
    return found;
  });
};

function ruleProblems(type: LicenceTypeSource, at: string, rules: Readonly<Record<string, string>>): Found[] {
  return [...unknownFields(type, at, Object.keys(rules)), ...expressionProblems(at, rules)];
}

function unknownFields(type: LicenceTypeSource, at: string, wanted: readonly string[]): Found[] {
  const known = new Set(type.fields.map(({ name }) => name));
  return wanted.filter((name) => !known.has(name)).map((name) => ({ at, text: noField(name) }));
}

function expressionProblems(at: string, rules: Readonly<Record<string, string | undefined>>): Found[] {
  return Object.entries(rules).flatMap(([name, source]) => {
    const problem = source === undefined ? undefined : syntaxProblem(source);
    return problem === undefined ? [] : [{ at: `${at}/${name}`, text: badExpression(problem) }];
  });
}

function syntaxProblem(source: string): string | undefined {
  try {
    compileExpression(source);
    return undefined;
  } catch (error) {
    if (error instanceof FeelSyntaxError) return error.message;
    throw error;
  }
}

export const licenceRules = { 'licence-uses': lawfulUses, 'licence-fillings': fillings };
