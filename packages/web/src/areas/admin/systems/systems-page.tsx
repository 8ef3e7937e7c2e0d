import { useState } from 'react';
import { App, Button, Table } from 'antd';
import { Plus } from 'lucide-react';
import { formatDate, formatMoment, formatNumber, formatShare } from '../../../lib/format.ts';
import { useTitle } from '../../../shell/title.tsx';
import { useAgencyName } from '../../staff/api/agencies.ts';
import { useStaffPages } from '../../staff/api/queries.ts';
import { Listed } from '../../staff/shell/listed.tsx';
import { Nothing, PageHead } from '../../staff/shell/states.tsx';
import type { AgencySystem } from '../api/types.ts';
import { Scroll } from '../../staff/shell/scroll.tsx';
import { useAdminWords } from '../words.ts';
import { NewSystem } from './new-system.tsx';
import { ShownOnce } from './shown-once.tsx';
import { OpenTag, SureStep } from './sure-step.tsx';

export interface SystemAccess {
  id: string;
  login: string;
  token: string;
  expiresAt: string;
}

/** Programs of agencies that call the platform. */
export function SystemsPage() {
  const { w, lang } = useAdminWords();
  useTitle(w('systems.title'));
  const pages = useStaffPages<AgencySystem>('/api/v1/admin/agency-systems?limit=50');
  const [adding, setAdding] = useState(false);
  const [access, setAccess] = useState<SystemAccess | null>(null);
  return (
    <>
      <PageHead title={w('systems.title')}>
        <Button type="primary" icon={<Plus size={18} aria-hidden />} onClick={() => setAdding(true)}>
          {w('systems.add')}
        </Button>
      </PageHead>
      <p className="desk-soft">{w('systems.text')}</p>
      <Listed pages={pages} empty={<Nothing title={w('systems.none')}>{w('systems.noneText')}</Nothing>}>
        {(items) => <SystemTable systems={items} onAccess={setAccess} />}
      </Listed>
      {adding && (
        <NewSystem
          onClose={() => setAdding(false)}
          onMade={(made) => {
            setAdding(false);
            setAccess(made);
          }}
        />
      )}
      {access && (
        <ShownOnce
          title={w('systems.token')}
          text={w('systems.tokenText', { until: formatMoment(access.expiresAt, lang) })}
          values={[
            { label: w('systems.login'), value: access.login },
            { label: w('systems.token'), value: access.token },
          ]}
          onClose={() => setAccess(null)}
        />
      )}
    </>
  );
}

interface SystemTableProps {
  systems: AgencySystem[];
  onAccess: (access: SystemAccess) => void;
}

function SystemTable({ systems, onAccess }: SystemTableProps) {
  const { w, lang, text } = useAdminWords();
  const agencyName = useAgencyName();
  return (
    <Scroll label={w('systems.title')}>
      <Table<AgencySystem>
        rowKey="id"
        pagination={false}
        dataSource={systems}
        columns={[
          {
            key: 'name',
            title: w('systems.system'),
            render: (_, system) => (
              <>
                <span className="desk-strong">{text(system.name)}</span>
                <div className="desk-soft">{text(agencyName(system.agency))}</div>
                <div className="desk-soft" translate="no">
                  {system.login}
                </div>
              </>
            ),
          },
          {
            key: 'calls',
            title: w('systems.calls'),
            className: 'desk-figures',
            render: (_, { callsToday, cryptoQuota }) => (
              <>
                {w('systems.callsOf', {
                  n: formatNumber(callsToday),
                  most: formatNumber(cryptoQuota),
                })}
                <div className="desk-soft">{formatShare(callsToday, cryptoQuota)}</div>
              </>
            ),
          },
          {
            key: 'until',
            title: w('systems.tokenUntil'),
            render: (_, { tokenUntil }) =>
              tokenUntil === null ? w('systems.noToken') : formatDate(tokenUntil, lang),
          },
          {
            key: 'state',
            title: w('systems.state'),
            render: (_, { closed }) => <OpenTag closed={closed} />,
          },
          {
            key: 'steps',
            title: <span className="visually-hidden">{w('systems.steps')}</span>,
            render: (_, system) => !system.closed && <Steps system={system} onAccess={onAccess} />,
          },
        ]}
      />
    </Scroll>
  );
}

function Steps({ system, onAccess }: { system: AgencySystem; onAccess: (access: SystemAccess) => void }) {
  const { w, text } = useAdminWords();
  const { message } = App.useApp();
  const path = `/api/v1/admin/agency-systems/${system.id}`;
  const name = text(system.name);
  return (
    <div className="desk-row">
      <SureStep<SystemAccess>
        label={w('systems.renew')}
        sure={w('systems.renewSure', { name })}
        path={`${path}/token`}
        onDone={onAccess}
      />
      <SureStep
        danger
        label={w('systems.close')}
        sure={w('systems.closeSure', { name })}
        path={`${path}/close`}
        onDone={() => void message.success(w('systems.didClose'))}
      />
    </div>
  );
}
