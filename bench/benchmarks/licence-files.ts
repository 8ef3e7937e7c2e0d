import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { documentDigest, sign, sm2PublicKey } from '@quancheng/kernel/platform/crypto';
import { exampleOf, fontFor, makeLicenceFiles, type OfdSealing } from '@quancheng/kernel/platform/papers';
import {
  addSignatureTo,
  glyphsOf,
  openPackage,
  prepareSignature,
  sealPictureOfd,
  verifyDocument,
} from '@quancheng/engines/ofd';
import type { Layout, LicenceTypeSource } from '@quancheng/pack-sdk';
import { makeSeal, signer } from '../../packages/engines/ofd/testkit.ts';
import { root } from '../harness/folders.ts';
import type { Bench, Benchmark } from '../harness/model.ts';
import { median, percentile } from '../harness/statistics.ts';

const perRun = 200;
const pack = path.join(root, 'packs/food-business');
const code = 'food-business-licence';

async function readJson<T>(file: string): Promise<T> {
  return JSON.parse(await readFile(path.join(pack, file), 'utf8')) as T;
}

/** As the custody of keys signs. */
const signSm2 = (bytes: Uint8Array): Uint8Array =>
  sign('SM2', signer.secret, sm2PublicKey(signer.publicKey), bytes);

/** A round seal of an agency, and its signature by SM2 over every file of the document. */
async function sealing(): Promise<OfdSealing> {
  const name = '春水市历阳区行政审批服务局';
  const glyphs = glyphsOf(await fontFor(name));
  const data = sealPictureOfd({ shape: 'round', name, ...glyphs });
  const seal = makeSeal({ picture: { type: 'OFD', data, width: 42, height: 42 } });
  const { certificate } = signer;
  return {
    size: { width: 42, height: 42 },
    seal: async (document, stamps) => {
      const at = new Date('2026-08-04T02:08:09Z');
      const prepared = prepareSignature(document, { seal, certificate, at, stamps, digest: documentDigest });
      return addSignatureTo(prepared, signSm2(prepared.toSign), undefined, deflateRawSync);
    },
  };
}

async function run(bench: Bench) {
  const layout = await readJson<Layout>(`layouts/${code}.json`);
  const type = await readJson<LicenceTypeSource>(`licences/${code}.json`);
  const ofd = await sealing();
  const make = async (index: number): Promise<Uint8Array> => {
    const data = exampleOf(type);
    const number = `${data.number.slice(0, -6)}${String(index).padStart(6, '0')}`;
    const files = await makeLicenceFiles(layout, { ...data, number }, { ofd });
    return files.ofd ?? new Uint8Array();
  };
  const first = await make(0);
  if (verifyDocument(first, { digest: documentDigest }).verdict !== 'valid')
    throw new Error('the seal is bad');
  // The least that the same file costs: its signature, and packing the same bytes.
  const contents = [...openPackage(first).files.values()];
  const floor = () => {
    signSm2(contents[0] ?? first);
    for (const bytes of contents) deflateRawSync(bytes);
  };
  const length = bench.length(perRun);
  const rates: number[] = [];
  const slowest: number[] = [];
  const sizes: number[] = [];
  const floors: number[] = [];
  for (let round = -1; round < bench.rounds; round += 1) {
    const taken: number[] = [];
    const size: number[] = [];
    for (let index = 0; index < length; index += 1) {
      const began = performance.now();
      const file = await make(index);
      taken.push(performance.now() - began);
      size.push(file.length / 1000);
    }
    const began = performance.now();
    for (let index = 0; index < length; index += 1) floor();
    const alone = performance.now() - began;
    // The first round warms up.
    if (round < 0) continue;
    rates.push((length * 1000) / taken.reduce((sum, ms) => sum + ms, 0));
    slowest.push(percentile(taken, 0.95));
    sizes.push(median(size));
    floors.push((length * 1000) / alone);
  }
  const what = 'licences from data to sealed OFD';
  return {
    measures: [
      { what, unit: '/s', runs: rates, target: { kind: 'atLeast', value: 100 } as const },
      {
        what: 'one of them, the slowest of twenty',
        unit: 'ms',
        runs: slowest,
        target: { kind: 'atMost', value: 30 } as const,
      },
      { what: 'its size', unit: 'kB', runs: sizes, target: { kind: 'atMost', value: 60 } as const },
      {
        what,
        unit: '/s',
        runs: rates,
        against: { what: 'one SM2 signature and deflate of the same bytes', runs: floors },
        target: { kind: 'ratio', atLeast: 0.2 } as const,
      },
    ],
    notes: [
      `On one core, one after the other, ${length} a run: a food business licence is laid out, its fonts cut to its characters (rare ones among them), written with its data attached, sealed with a round seal by SM2, and packed.`,
    ],
  };
}

export const licenceFiles: Benchmark = {
  name: 'licence-files',
  what: 'a licence as sealed OFD, from data to file',
  run,
};
