import type { Text } from '../../../api/types.ts';
import type { Seal, SealDrawing, SealKind } from '../api/types.ts';

/** What a seal of an agency may be for; the Chinese name stands across its picture, but on the official one. */
export const usageNames = {
  official: { zh: '公章', en: 'Official seal' },
  approval: { zh: '审批专用章', en: 'Seal for approvals' },
  licence: { zh: '证照专用章', en: 'Seal for licences' },
  contract: { zh: '合同专用章', en: 'Seal for contracts' },
  finance: { zh: '财务专用章', en: 'Seal for finance' },
  invoice: { zh: '发票专用章', en: 'Seal for invoices' },
  registration: { zh: '登记专用章', en: 'Seal for registrations' },
} as const satisfies Record<string, Text>;

export type AgencyUsage = keyof typeof usageNames;
export const usages = Object.keys(usageNames) as AgencyUsage[];

/** A seal as one writes what one asks for. */
export interface AskedSeal {
  /** Slug. */
  agency: string;
  kind: SealKind;
  usage: AgencyUsage | 'personal';
  /** Empty: that of the agency. */
  name: string;
  /** Empty: the name of its use. */
  line: string;
  /** Millimetres; null: as usual. */
  width: number | null;
  height: number | null;
  /** Account name. */
  keeper: string;
  reason: string;
}

export function startOf(agency: string | undefined): AskedSeal {
  return {
    agency: agency ?? '',
    kind: 'agency-round',
    usage: 'approval',
    name: '',
    line: '',
    width: null,
    height: null,
    keeper: '',
    reason: '',
  };
}

/** What a seal that takes another's place begins with. */
export function changeOf({ kind, usage, name, drawing }: Seal): Partial<AskedSeal> {
  return {
    kind,
    usage: usages.find((one) => one === usage) ?? 'personal',
    name: kind === 'person-name' ? '' : name,
    line: drawing.line ?? '',
    width: drawing.width ?? null,
    height: drawing.height ?? null,
  };
}

export function isPersonal({ kind }: Pick<AskedSeal, 'kind'>): boolean {
  return kind === 'person-name';
}

/** Which field lacks what, as keys of words. */
export function faultsOf(asked: AskedSeal, of: Seal | null) {
  return {
    ...(asked.agency === '' ? { agency: 'seals.ask.agencyMissing' } : {}),
    ...(isPersonal(asked) && of === null && asked.keeper.trim() === ''
      ? { keeper: 'seals.ask.keeperMissing' }
      : {}),
    ...(asked.reason.trim().length < 4 ? { reason: 'seals.reasonShort' } : {}),
  };
}

/** As the API takes it: what is as usual is left out. */
export function bodyOf(asked: AskedSeal, of: Seal | null) {
  const { agency, kind, usage, keeper, reason } = asked;
  const name = asked.name.trim();
  return {
    ...(of ? {} : { agency, kind, usage: isPersonal(asked) ? 'personal' : usage }),
    ...(name && !isPersonal(asked) ? { name } : {}),
    drawing: drawingOf(asked),
    ...(keeper.trim() ? { keeper: keeper.trim() } : {}),
    reason: reason.trim(),
  };
}

function drawingOf({ kind, line, width, height }: AskedSeal): SealDrawing {
  return {
    ...(line.trim() && kind !== 'person-name' ? { line: line.trim() } : {}),
    ...(width === null ? {} : { width }),
    ...(height === null || kind !== 'agency-oval' ? {} : { height }),
  };
}

/** Across the picture; empty: nothing. */
export function lineOf({ kind, usage, line }: AskedSeal): string {
  if (kind === 'person-name') return '';
  return line.trim() || (usage === 'official' || usage === 'personal' ? '' : usageNames[usage].zh);
}
