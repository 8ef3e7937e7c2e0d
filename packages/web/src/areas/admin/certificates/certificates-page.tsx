import { useState } from 'react';
import { Button, Select, Table, Tag } from 'antd';
import { Ban, CircleCheck, CirclePause, Plus, TimerOff } from 'lucide-react';
import { useSearchParams } from 'react-router';
import { useSession } from '../../../api/queries.ts';
import { formatDate } from '../../../lib/format.ts';
import { AsWritten } from '../../../shell/as-written.tsx';
import { useTitle } from '../../../shell/title.tsx';
import { useStaffPages, withQuery } from '../../staff/api/queries.ts';
import { Listed } from '../../staff/shell/listed.tsx';
import { Nothing, PageHead } from '../../staff/shell/states.tsx';
import type { Certificate } from '../api/types.ts';
import { Scroll } from '../../staff/shell/scroll.tsx';
import { reachOf } from '../nav.ts';
import { useAdminWords } from '../words.ts';
import { CertificateDrawer } from './certificate-drawer.tsx';
import { CertifyPerson } from './certify-person.tsx';
import { ForOperators } from './for-operators.tsx';
import { useOwner } from './owner.ts';

const states = ['valid', 'held', 'revoked', 'ended'] as const;
const profiles = [
  'root',
  'intermediate',
  'maker',
  'seal',
  'signer',
  'timestamp',
  'ocsp',
  'tls',
  'person',
] as const;
const looks = {
  valid: { icon: CircleCheck, colour: 'success' },
  held: { icon: CirclePause, colour: 'warning' },
  revoked: { icon: Ban, colour: 'error' },
  ended: { icon: TimerOff, colour: 'default' },
} as const;

/** Certificates of the platform and of agencies in reach. */
export function CertificatesPage() {
  const { w } = useAdminWords();
  useTitle(w('certificates.title'));
  const [query, setQuery] = useSearchParams();
  const [open, setOpen] = useState<string | null>(null);
  const [certifying, setCertifying] = useState(false);
  const mayCertify = reachOf(useSession()) === 'city';
  const filters = { state: query.get('state'), profile: query.get('profile') };
  const path = Object.entries(filters).reduce(
    (so, [name, value]) => (value ? withQuery(so, name, value) : so),
    '/api/v1/admin/certificates?limit=50',
  );
  const pages = useStaffPages<Certificate>(path);
  const chosen = pages.items?.find(({ id }) => id === open);
  const choose = (name: keyof typeof filters) => (value: string | undefined) => {
    const next = new URLSearchParams(query);
    if (value) next.set(name, value);
    else next.delete(name);
    setQuery(next, { replace: true });
  };
  return (
    <>
      <PageHead title={w('certificates.title')}>
        {mayCertify && (
          <Button type="primary" icon={<Plus size={18} aria-hidden />} onClick={() => setCertifying(true)}>
            {w('certificates.certify.title')}
          </Button>
        )}
      </PageHead>
      <ForOperators />
      <div className="desk-filters">
        <Select
          className="desk-filters__status"
          aria-label={w('certificates.state')}
          placeholder={w('certificates.anyState')}
          allowClear
          value={filters.state}
          options={states.map((value) => ({ value, label: w(`certificates.states.${value}`) }))}
          onChange={choose('state')}
        />
        <Select
          className="admin-filter"
          aria-label={w('certificates.profile')}
          placeholder={w('certificates.anyProfile')}
          allowClear
          value={filters.profile}
          options={profiles.map((value) => ({ value, label: w(`certificates.profiles.${value}`) }))}
          onChange={choose('profile')}
        />
      </div>
      <Listed
        pages={pages}
        empty={<Nothing title={w('certificates.none')}>{w('certificates.noneText')}</Nothing>}
      >
        {(items) => <CertificateTable items={items} onOpen={setOpen} />}
      </Listed>
      {certifying && <CertifyPerson onClose={() => setCertifying(false)} />}
      {chosen && <CertificateDrawer certificate={chosen} onClose={() => setOpen(null)} />}
    </>
  );
}

function CertificateTable({ items, onOpen }: { items: Certificate[]; onOpen: (id: string) => void }) {
  const { w, lang } = useAdminWords();
  const ownerOf = useOwner();
  return (
    <Scroll label={w('certificates.title')}>
      <Table<Certificate>
        rowKey="id"
        pagination={false}
        dataSource={items}
        columns={[
          {
            key: 'subject',
            title: w('certificates.subject'),
            render: (_, { id, subject, ...rest }) => (
              <>
                <Button type="link" className="admin-open" onClick={() => onOpen(id)}>
                  <span translate="no">
                    <AsWritten>{subject.common}</AsWritten>
                  </span>
                </Button>
                <div className="desk-soft">{ownerOf(rest)}</div>
              </>
            ),
          },
          {
            key: 'profile',
            title: w('certificates.profile'),
            render: (_, { profile, scheme }) => (
              <>
                {w(`certificates.profiles.${profile}`)}
                <div className="desk-soft" translate="no">
                  {scheme}
                </div>
              </>
            ),
          },
          {
            key: 'until',
            title: w('certificates.until'),
            render: (_, { validUntil }) => formatDate(validUntil, lang),
          },
          {
            key: 'state',
            title: w('certificates.state'),
            render: (_, { state }) => <CertificateState state={state} />,
          },
        ]}
      />
    </Scroll>
  );
}

export function CertificateState({ state }: Pick<Certificate, 'state'>) {
  const { w } = useAdminWords();
  const { icon: Icon, colour } = looks[state];
  return (
    <Tag color={colour} className="staff-standing">
      <Icon size={14} aria-hidden />
      {w(`certificates.states.${state}`)}
    </Tag>
  );
}
