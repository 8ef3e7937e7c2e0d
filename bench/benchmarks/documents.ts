import { randomBytes } from 'node:crypto';
import { documentDigest } from '@quancheng/kernel/platform/crypto';
import {
  makeSealMemory,
  makeSm2,
  verifyDocument,
  writeDocument,
  zipPackage,
  type Sm2,
} from '@quancheng/engines/ofd';
import { licence, sign } from '../../packages/engines/ofd/testkit.ts';
import type { Bench, Benchmark } from '../harness/model.ts';

const perRun = 60;

/** A sealed licence of one page with as much attached as makes it 30 kB. */
function sealed(): Uint8Array {
  const filler = { name: 'photo', file: 'photo.bin', format: 'bin', bytes: randomBytes(20_000) };
  const { attachments = [], ...rest } = licence();
  return zipPackage(sign(writeDocument({ ...rest, attachments: [...attachments, filler] })));
}

/** Keeps what the checks of one document asked, so that they can be asked again alone. */
function recording(): Sm2 & { asked: Parameters<Sm2['verify']>[] } {
  const plain = makeSm2();
  const asked: Parameters<Sm2['verify']>[] = [];
  return {
    asked,
    verify: (...call) => {
      asked.push(call);
      return plain.verify(...call);
    },
  };
}

async function run(bench: Bench) {
  const file = sealed();
  const recorded = recording();
  if (verifyDocument(file, { digest: documentDigest, sm2: recorded }).verdict !== 'valid')
    throw new Error('the seal is bad');
  const kilobytes = file.length / 1000;
  const kinds = {
    unknown: { sm2: makeSm2() },
    known: { sm2: makeSm2({ precompute: 1 }), seals: makeSealMemory({ digest: documentDigest }) },
  };
  const whole = { unknown: [] as number[], known: [] as number[] };
  const alone = { unknown: [] as number[], known: [] as number[] };
  const length = bench.length(perRun);
  const rateOf = (work: () => boolean, times: number): number => {
    const began = performance.now();
    for (let index = 0; index < times; index += 1) if (!work()) throw new Error('the seal is bad');
    return (times * 1000) / (performance.now() - began);
  };
  for (let round = -1; round < bench.rounds; round += 1) {
    for (const kind of ['unknown', 'known'] as const) {
      const ports = kinds[kind];
      const times = kind === 'known' ? length * 5 : length;
      const check = rateOf(
        () => verifyDocument(file, { digest: documentDigest, ...ports }).verdict === 'valid',
        times,
      );
      const bare = rateOf(() => recorded.asked.every((call) => ports.sm2.verify(...call)), times);
      // The first round warms up.
      if (round < 0) continue;
      whole[kind].push(check);
      alone[kind].push(bare);
    }
  }
  const measures = (['unknown', 'known'] as const).map((kind) => ({
    what: `checks of a file with one seal, ${kind} keys`,
    unit: '/s',
    runs: whole[kind],
    target: { kind: 'atLeast', value: kind === 'known' ? 200 : 40 } as const,
  }));
  return {
    measures: [
      ...measures,
      ...(['unknown', 'known'] as const).map((kind) => ({
        what: `checks of a file with one seal, ${kind} keys`,
        unit: '/s',
        runs: whole[kind],
        against: { what: 'its two SM2 checks alone', runs: alone[kind] },
        target: { kind: 'ratio', atLeast: 0.7 } as const,
      })),
    ],
    notes: [
      `On one core: a licence of ${kilobytes.toFixed(0)} kB is opened and every check of its seal made. Unknown keys are checked as they come; known ones have the table of their multiples, which is made once, and a seal that was found good before is known by its digest, so that only the document’s own signature is left of the two checks.`,
      'Beside the check of a known key stand unpacking (a third of the rest), SM3 of every protected file (a fifth), reading the XML, and the certificates.',
    ],
  };
}

export const documents: Benchmark = { name: 'documents', what: 'the check of a sealed document', run };
