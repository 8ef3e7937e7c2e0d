import type { DemoMember, DemoRecord, DemoRecords } from '@quancheng/pack-sdk';

/** Two households in three own the home they live in; couples hold it together, some have a mortgage. */
export const demoRecords: DemoRecords = ({ serial, address, members }, random, today) => {
  const heads = members
    .slice(0, 2)
    .filter(({ birthDate, alive }) => alive && birthDate < `${Number(today.slice(0, 4)) - 22}`);
  const [first] = heads;
  if (!first || !random.chance(0.66)) return [];
  const year = Number(today.slice(0, 4)) - 1 - random.below(18);
  const registeredOn = `${year}-${two(1 + random.below(12))}-${two(1 + random.below(28))}`;
  const together = heads.length === 2 && random.chance(0.8);
  const shares = together && random.chance(0.1);
  const area = 45 + random.below(120) + random.below(100) / 100;
  const mortgage = {
    holder: random.pick(['泉银银行（演示）', '湖畔银行（演示）']),
    amount: (20 + random.below(80)) * 1_000_000,
    from: registeredOn,
    until: `${year + 25}${registeredOn.slice(4)}`,
  };
  const mortgages = random.chance(0.3) ? [mortgage] : [];
  const right = (holder: DemoMember, index: number, share: number): DemoRecord => ({
    resource: 'property-right',
    values: {
      unitNumber: `99000000${String(serial).padStart(8, '0')}F00010001`,
      certificateNumber: `（演示）（${year}）不动产权第${String(serial * 2 + index).padStart(9, '0')}号`,
      address,
      use: 'dwelling',
      area,
      ownership: !together ? 'sole' : shares ? 'shares' : 'joint',
      share,
      registeredOn,
      holderKind: 'person',
      holderId: holder.id,
      holderName: holder.name,
      mortgages,
      seizures: [],
      state: 'current',
    },
  });
  const second = heads[1];
  const rights =
    together && second
      ? [right(first, 0, shares ? 60 : 100), right(second, 1, shares ? 40 : 100)]
      : [right(first, 0, 100)];
  return year < Number(today.slice(0, 4)) - 5
    ? rights
    : [...rights, receiptOf(first, rights[0], registeredOn, area)];
};

/** Who built the homes; no division has its code. */
const developer = '91990000MQ9000016G';

/** Deed tax at one percent of the price of a first home. */
function receiptOf(
  payer: DemoMember,
  right: DemoRecord | undefined,
  paidOn: string,
  area: number,
): DemoRecord {
  const price = Math.round(area) * 1_200_000;
  const certificateNumber = String(right?.values['certificateNumber']);
  const digits = certificateNumber.replaceAll(/\D/g, '');
  return {
    resource: 'tax-receipt',
    values: {
      receiptNumber: `（演示）契${digits}`,
      certificateNumber,
      contractNumber: `（演示）合同${digits}`,
      unitNumber: right?.values['unitNumber'],
      address: right?.values['address'],
      signedOn: paidOn,
      sellerKind: 'company',
      sellerCreditCode: developer,
      payerId: payer.id,
      price,
      amount: Math.round(price / 100),
      paidOn,
      state: 'paid',
    },
  };
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
