import { layoutBindingProblems, layoutFitProblems } from '@quancheng/kernel/platform/papers';
import type { CheckedPack, Found, PackRule } from './check.ts';
import { noLayout, noLicence } from './texts.ts';

/** Each type of licence is drawn by one layout, and each layout draws a type. */
const exist: PackRule = ({ content: { layouts, licences } }) => [
  ...licences
    .filter(({ code }) => layouts.filter(({ licence }) => licence === code).length !== 1)
    .map(({ code }) => ({ at: `licences/${code}`, text: noLayout(code) })),
  ...layouts
    .filter(({ licence }) => !licences.some(({ code }) => code === licence))
    .map(({ licence }) => ({ at: `layouts/${licence}`, text: noLicence(licence) })),
];

function ofEachLayout(examine: typeof layoutBindingProblems): PackRule {
  return async ({ content: { layouts, licences } }: CheckedPack) => {
    const found: Found[] = [];
    for (const layout of layouts) {
      const type = licences.find(({ code }) => code === layout.licence);
      const problems = type ? await examine(layout, type) : [];
      found.push(...problems.map(({ path, text }) => ({ at: `layouts/${layout.licence}${path}`, text })));
    }
    return found;
  };
}

export const layoutRules = {
  'layout-exists': exist,
  'layout-values': ofEachLayout(layoutBindingProblems),
  'layout-fits': ofEachLayout(layoutFitProblems),
};
