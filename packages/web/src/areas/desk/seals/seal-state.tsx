import { Tag } from 'antd';
import {
  Archive,
  Ban,
  CircleCheck,
  CircleX,
  History,
  Hourglass,
  Snowflake,
  TimerOff,
  type LucideIcon,
} from 'lucide-react';
import { formatDate } from '../../../lib/format.ts';
import type { SealLine, SealState } from '../api/types.ts';
import { useDeskWords } from '../words.ts';

const looks: Record<SealState | 'expired', { icon: LucideIcon; colour: string }> = {
  asked: { icon: Hourglass, colour: 'processing' },
  active: { icon: CircleCheck, colour: 'success' },
  frozen: { icon: Snowflake, colour: 'warning' },
  expired: { icon: TimerOff, colour: 'warning' },
  superseded: { icon: History, colour: 'default' },
  refused: { icon: CircleX, colour: 'error' },
  withdrawn: { icon: Archive, colour: 'default' },
  destroyed: { icon: Ban, colour: 'default' },
};

export function isExpired({ state, validUntil }: Pick<SealLine, 'state' | 'validUntil'>): boolean {
  return state === 'active' && validUntil !== null && Date.parse(validUntil) <= Date.now();
}

/** How a seal stands, in words, colour and sign. */
export function SealStanding({ seal }: { seal: Pick<SealLine, 'state' | 'validUntil'> }) {
  const { w } = useDeskWords();
  const state = isExpired(seal) ? 'expired' : seal.state;
  const { icon: Icon, colour } = looks[state];
  return (
    <Tag color={colour} className="staff-standing">
      <Icon size={14} aria-hidden />
      {w(`seals.state.${state}`)}
    </Tag>
  );
}

const soonMs = 30 * 86_400_000;

function endsSoon({ state, validUntil }: SealLine): boolean {
  const left = Date.parse(validUntil ?? '') - Date.now();
  return state === 'active' && left > 0 && left < soonMs;
}

export function Validity({ seal }: { seal: SealLine }) {
  const { w, lang } = useDeskWords();
  const { validFrom, validUntil } = seal;
  if (validFrom === null || validUntil === null)
    return <span className="desk-soft">{w('seals.notMade')}</span>;
  return (
    <>
      {w('seals.period', { from: formatDate(validFrom, lang), until: formatDate(validUntil, lang) })}
      {endsSoon(seal) && <div className="seal-soon">{w('seals.endsSoon')}</div>}
    </>
  );
}
