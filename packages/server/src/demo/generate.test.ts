import path from 'node:path';
import Value from 'typebox/value';
import { describe, expect, test } from 'vitest';
import { idNumberProblem } from '@quancheng/kernel/subject/identifiers';
import { loadPacks, loadCity, root } from '../city.ts';
import { makeHousehold, type MadeHousehold } from './household.ts';
import { createRandom } from './random.ts';

const count = 20_000;

function makeCity(seed: number): MadeHousehold[] {
  const random = createRandom(seed);
  const households: MadeHousehold[] = [];
  for (let made = 0; made < count;) {
    const town = { code: '370102001', name: { zh: '某街道' } };
    const household = makeHousehold(random, { serial: made, room: count - made, town, year: 2026 });
    households.push(household);
    made += household.people.length;
  }
  return households;
}

describe('the people of the demo city', () => {
  const city = makeCity(1);
  const members = city.flatMap((household) => household.members);

  test('are the same from the same seed', () => {
    const plain = (households: MadeHousehold[]) =>
      households.map(({ address, members: kin }) => [address, kin.map(({ id: _id, ...rest }) => rest)]);
    expect(plain(makeCity(1))).toEqual(plain(city));
    expect(plain(makeCity(2))).not.toEqual(plain(city));
  });

  test('have numbers that are valid, unique and recognisably fictional', () => {
    const numbers = members.map(({ idNumber }) => idNumber);
    expect(new Set(numbers).size).toBe(count);
    expect(
      numbers.every((number) => number.startsWith('9900') && idNumberProblem(number) === undefined),
    ).toBe(true);
  });

  test('hold the hard cases', () => {
    const named = (pattern: RegExp) => members.some(({ name }) => pattern.test(name));
    expect(named(/[\u{20000}-\u{3FFFF}]/u), 'a character outside the basic plane').toBe(true);
    expect(named(/·/), 'a · in the name').toBe(true);
    expect(named(/^..$/u), 'one given character').toBe(true);
    expect(named(/^欧阳|^司马|^诸葛/), 'a surname of two characters').toBe(true);
    expect(members.some(({ birthDate }) => birthDate.endsWith('-02-29'))).toBe(true);
    expect(members.some(({ alive }) => !alive)).toBe(true);
    expect(city.some(({ people }) => people.some((person) => person['registeredHere'] === false))).toBe(true);
    expect(city.some(({ permits }) => permits.some(({ state }) => state === 'expired'))).toBe(true);
    const twins = city.filter(({ members: kin }) =>
      kin.some(({ birthDate }, index) => index > 0 && kin[index - 1]?.birthDate === birthDate),
    );
    expect(twins.length).toBeGreaterThan(10);
  });

  test('are born in every month', () => {
    expect(new Set(members.map(({ birthDate }) => birthDate.slice(5, 7))).size).toBe(12);
  });

  test('have records in the libraries of the packs, each fit for its resource and with a key of its own', async () => {
    const packs = await loadPacks(await loadCity('jinan'), path.join(root, 'packs'));
    const records = packs.flatMap(({ manifest, content }) =>
      city.flatMap((household) =>
        (manifest.demo?.(household, createRandom(household.serial), '2026-03-02') ?? []).map((record) => {
          const source = content.resources.find(({ $id }) => $id === record.resource);
          return { ...record, source };
        }),
      ),
    );
    const keys = records.map(({ resource, values, source }) =>
      [resource, ...(source?.['x-key'] ?? []).map((field) => values[field])].join(' '),
    );
    expect(new Set(keys).size).toBe(records.length);
    const wrong = records.filter(
      ({ values, source }) => source === undefined || !Value.Check(source, values),
    );
    expect(wrong.slice(0, 3)).toEqual([]);
    expect(new Set(records.map(({ resource }) => resource))).toEqual(
      new Set(['property-right', 'tax-receipt', 'fund-account', 'fund-deposit', 'fund-loan']),
    );
    expect(
      records.some(({ values }) => values['ownership'] === 'shares' && values['share'] === 40),
      'co-owners',
    ).toBe(true);
  });
});
