import type { Locked } from './modules.ts';

/** Everything in a release as CycloneDX 1.6, the same for the same lockfile: no serial number, no time. */
export function sbomOf(version: string, modules: readonly Locked[]): object {
  const self = `pkg:generic/quancheng@${version}`;
  const components = new Map(modules.map((module) => [purlOf(module), module]));
  const byPlace = new Map(modules.map((module) => [module.at, purlOf(module)]));
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: {
      component: {
        type: 'application',
        'bom-ref': self,
        name: 'quancheng',
        version,
        licenses: [{ license: { id: 'Apache-2.0' } }],
      },
    },
    components: [...components].map(([purl, { name, version: found, integrity, license }]) => ({
      type: 'library',
      'bom-ref': purl,
      name,
      version: found,
      purl,
      ...(integrity === undefined ? {} : { hashes: hashesOf(integrity) }),
      ...(license === undefined ? {} : { licenses: [licenceOf(license)] }),
    })),
    dependencies: [
      { ref: self, dependsOn: [...components.keys()] },
      ...[...components].map(([ref, { needs }]) => ({
        ref,
        dependsOn: [...new Set(needs.flatMap((place) => byPlace.get(place) ?? []))].toSorted(),
      })),
    ],
  };
}

function purlOf({ name, version }: Locked): string {
  return `pkg:npm/${name.replace('@', '%40')}@${version}`;
}

function licenceOf(license: string): object {
  return / (OR|AND) /.test(license) ? { expression: license } : { license: { name: license } };
}

function hashesOf(integrity: string): object[] {
  const [kind = '', digest = ''] = integrity.split(/-(.*)/s);
  const alg = { sha512: 'SHA-512', sha256: 'SHA-256', sha1: 'SHA-1' }[kind];
  return alg === undefined ? [] : [{ alg, content: Buffer.from(digest, 'base64').toString('hex') }];
}
