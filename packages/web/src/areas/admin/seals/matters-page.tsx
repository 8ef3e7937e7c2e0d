import { useState } from 'react';
import { Button } from 'antd';
import { useSession } from '../../../api/queries.ts';
import type { Text } from '../../../api/types.ts';
import { formatMoment } from '../../../lib/format.ts';
import { AsWritten } from '../../../shell/as-written.tsx';
import { useTitle } from '../../../shell/title.tsx';
import type { SealMatter } from '../../desk/api/types.ts';
import { pictureOf } from '../../desk/seals/picture.tsx';
import { useAgencyName } from '../../staff/api/agencies.ts';
import { isMe } from '../../desk/seals/rights.ts';
import { useStaffPages } from '../../staff/api/queries.ts';
import { Listed } from '../../staff/shell/listed.tsx';
import { Nothing, PageHead } from '../../staff/shell/states.tsx';
import { useAdminWords } from '../words.ts';
import { MatterDrawer } from './matter-drawer.tsx';

/** What one asked for and another decides. */
export interface OpenMatter extends SealMatter {
  kind: Extract<SealMatter['kind'], 'apply' | 'change' | 'thaw' | 'destroy'>;
  sealId: string;
  sealName: string;
  /** Slug. */
  agency: string;
}

/** What heads and other administrators asked for, oldest first. */
export function SealMattersPage() {
  const { w } = useAdminWords();
  useTitle(w('sealMatters.title'));
  const pages = useStaffPages<OpenMatter>('/api/v1/admin/seal-matters?limit=20');
  const [open, setOpen] = useState<OpenMatter | null>(null);
  return (
    <>
      <PageHead title={w('sealMatters.title')} />
      <p className="desk-soft">{w('sealMatters.text')}</p>
      <Listed
        pages={pages}
        empty={<Nothing title={w('sealMatters.none')}>{w('sealMatters.noneText')}</Nothing>}
      >
        {(items) => (
          <ul className="desk-cards desk-cards--list">
            {items.map((matter) => (
              <li key={matter.id} className="desk-card seal-card">
                <span className="seal-paper seal-paper--small">
                  <img src={pictureOf(matter.sealId)} alt="" loading="lazy" />
                </span>
                <Card matter={matter} onOpen={() => setOpen(matter)} />
              </li>
            ))}
          </ul>
        )}
      </Listed>
      {open && <MatterDrawer matter={open} onClose={() => setOpen(null)} />}
    </>
  );
}

function Card({ matter, onOpen }: { matter: OpenMatter; onOpen: () => void }) {
  const { w, lang, text } = useAdminWords();
  const { account } = useSession();
  const agencyName: (slug: string) => Text = useAgencyName();
  const own = isMe(account, matter.asker);
  return (
    <div>
      <p className="desk-strong">
        {w(`sealMatters.kind.${matter.kind}`)} · <AsWritten>{matter.sealName}</AsWritten>
      </p>
      <p>{text(agencyName(matter.agency))}</p>
      <blockquote className="desk-quote">
        <AsWritten>{matter.reason}</AsWritten>
      </blockquote>
      <p className="desk-soft">
        <AsWritten>{matter.asker}</AsWritten> · {formatMoment(matter.askedAt, lang)} ·{' '}
        <span lang="zh-CN">{matter.number}</span>
      </p>
      <div className="desk-row">
        <Button onClick={onOpen}>{w(own ? 'sealMatters.look' : 'sealMatters.open')}</Button>
        {own && <span className="desk-soft">{w('sealMatters.own')}</span>}
      </div>
    </div>
  );
}
