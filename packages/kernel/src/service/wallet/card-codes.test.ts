import { globSync, readFileSync } from 'node:fs';
import { create } from 'qrcode';
import { beforeAll, describe, expect, it } from 'vitest';
import { textsOf } from '@quancheng/engines/livecode';
import { makeHouse, makePhone, type House } from '../../../../engines/livecode/testkit.ts';

const root = new URL('../../../../../', import.meta.url).pathname;

describe('what a screen shows of a card', () => {
  let house: House;
  beforeAll(async () => {
    house = await makeHouse();
  });

  /** Licence types as the packs have them, with the longest names and numbers that are seen. */
  const types = globSync('packs/*/licences/*.json', { cwd: root }).map(
    (file) => JSON.parse(readFileSync(root + file, 'utf8')) as { code: string; fields: { name: string }[] },
  );
  const fits = (shown: { text: string; level: 'L' | 'M' }[]) =>
    shown.every(({ text, level }) => create(text, { errorCorrectionLevel: level }).version <= 25);

  it.each(types)('fits one QR code of version 25 for holder, number and validity of $code', async (type) => {
    const long = await makePhone(house, {
      holder: '㛃'.repeat(60),
      number: '鲁（2019）春水市不动产权第0000001号',
      identifier: '1.2.156.3005.2.11100000000013338W011.11430000006122244L.20230000403.001.U',
      issuer: '春水市住房公积金中心',
      issuedOn: '2020-12-01',
      validFrom: '2020-12-01',
      validUntil: '2025-11-30',
      ...Object.fromEntries(type.fields.map(({ name }) => [`fields.${name}`, '甲'.repeat(40)])),
    });
    const named = ['holder', 'number', 'validFrom', 'validUntil'];
    const texts = textsOf(
      await long.show(
        new Date(),
        long.items.filter(({ name }) => named.includes(name)),
      ),
    );
    expect(texts).toHaveLength(1);
    expect(fits(texts)).toBe(true);
    const parts = textsOf(await long.show(new Date()));
    expect(parts.length).toBeGreaterThan(1);
    expect(fits(parts)).toBe(true);
  });
});
