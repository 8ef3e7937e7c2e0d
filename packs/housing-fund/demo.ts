import type { DemoMember, DemoRecord, DemoRecords, Random } from '@quancheng/pack-sdk';

/** Three in five people of working age have a housing-fund account, one in eight of them a loan. */
export const demoRecords: DemoRecords = ({ serial, members }, random, today) =>
  members.flatMap((member, index) => {
    const age = Number(today.slice(0, 4)) - Number(member.birthDate.slice(0, 4));
    if (!member.alive || age < 23 || age > 60 || !random.chance(0.6)) return [];
    return recordsOf(member, serial * 10 + index, age, random, today);
  });

function recordsOf(
  member: DemoMember,
  number: number,
  age: number,
  random: Random,
  today: string,
): DemoRecord[] {
  const digits = String(number).padStart(10, '0');
  const accountNumber = `99${digits}`;
  const state = random.chance(0.88) ? 'normal' : random.pick(['sealed', 'sealed', 'frozen']);
  const months = 3 + random.below((age - 22) * 12);
  // A base in steps of 100 yuan, at the rates of employer and employee that are alike in most places.
  const base = (4200 + random.below(180) * 100) * 100;
  const rate = random.pick([5, 8, 10, 12]);
  const monthlyAmount = Math.round((base * rate * 2) / 100);
  const paid = Array.from({ length: Math.min(months, 3) }, (_, index) => monthBefore(today, index + 1));
  const employer = `${random.pick(['泉涌', '荷香', '柳岸', '清照', '稼轩', '鹊山'])}${random.pick(['科技', '商贸', '制造', '物流'])}有限公司（演示）`;
  const account: DemoRecord = {
    resource: 'fund-account',
    values: {
      accountNumber,
      personId: member.id,
      state,
      employer,
      openedOn: `${monthBefore(today, months)}-15`,
      base,
      employerRate: rate,
      personRate: rate,
      monthlyAmount,
      paidUpTo: paid[0],
      balance: monthlyAmount * Math.max(1, Math.round(months * (0.3 + random.next() * 0.7))),
      unbrokenMonths: state === 'normal' ? months : 0,
    },
  };
  const deposits = paid.map((month) => ({
    resource: 'fund-deposit',
    values: {
      accountNumber,
      personId: member.id,
      month,
      amount: monthlyAmount,
      paidOn: `${month}-20`,
      employer,
    },
  }));
  return [
    account,
    ...(state === 'normal' ? deposits : []),
    ...(random.chance(0.125) ? [loanOf(member, digits, random, today)] : []),
  ];
}

function loanOf(member: DemoMember, digits: string, random: Random, today: string): DemoRecord {
  const settled = random.chance(0.25);
  const amount = (10 + random.below(60)) * 1_000_000;
  return {
    resource: 'fund-loan',
    values: {
      contractNumber: `（演示）公贷${digits}`,
      personId: member.id,
      amount,
      balance: settled ? 0 : Math.round(amount * random.next()),
      openedOn: `${Number(today.slice(0, 4)) - 1 - random.below(20)}-06-01`,
      state: settled ? 'settled' : 'open',
      overdue: !settled && random.chance(0.04),
    },
  };
}

/** The month `count` months before that of a civil date, as YYYY-MM. */
function monthBefore(today: string, count: number): string {
  const [year = 0, month = 1] = today.split('-').map(Number);
  return new Date(Date.UTC(year, month - 1 - count, 1)).toISOString().slice(0, 7);
}
