import { useState } from 'react';
import { App, Button, Table, Typography } from 'antd';
import { Plus } from 'lucide-react';
import { useTitle } from '../../../shell/title.tsx';
import { useAgencyName } from '../../staff/api/agencies.ts';
import { useStaffPages } from '../../staff/api/queries.ts';
import { Listed } from '../../staff/shell/listed.tsx';
import { Nothing, PageHead } from '../../staff/shell/states.tsx';
import type { RelyingParty } from '../api/types.ts';
import { Scroll } from '../../staff/shell/scroll.tsx';
import { useAdminWords } from '../words.ts';
import { ShownOnce } from './shown-once.tsx';
import { OpenTag, SureStep } from './sure-step.tsx';
import { SignInForm } from './sign-in-form.tsx';

export interface ClientAccess {
  id: string;
  clientId: string;
  clientSecret: string | null;
}

/** Systems to which people sign in through the platform. */
export function SignInPage() {
  const { w } = useAdminWords();
  useTitle(w('signIn.title'));
  const pages = useStaffPages<RelyingParty>('/api/v1/admin/relying-parties?limit=50');
  const [editing, setEditing] = useState<RelyingParty | 'new' | null>(null);
  const [access, setAccess] = useState<ClientAccess | null>(null);
  return (
    <>
      <PageHead title={w('signIn.title')}>
        <Button type="primary" icon={<Plus size={18} aria-hidden />} onClick={() => setEditing('new')}>
          {w('signIn.add')}
        </Button>
      </PageHead>
      <p className="desk-soft">{w('signIn.text')}</p>
      <HowTo />
      <Listed pages={pages} empty={<Nothing title={w('signIn.none')}>{w('signIn.noneText')}</Nothing>}>
        {(items) => <SystemTable systems={items} onEdit={setEditing} onAccess={setAccess} />}
      </Listed>
      {editing && (
        <SignInForm
          of={editing === 'new' ? null : editing}
          onClose={() => setEditing(null)}
          onMade={(made) => {
            setEditing(null);
            setAccess(made);
          }}
        />
      )}
      {access && <Shown access={access} onClose={() => setAccess(null)} />}
    </>
  );
}

function Shown({ access, onClose }: { access: ClientAccess; onClose: () => void }) {
  const { w } = useAdminWords();
  const { clientId, clientSecret } = access;
  return (
    <ShownOnce
      title={w('signIn.access')}
      text={w(clientSecret === null ? 'signIn.noSecretText' : 'signIn.secretText')}
      values={[
        { label: w('signIn.clientId'), value: clientId },
        ...(clientSecret === null ? [] : [{ label: w('signIn.secret'), value: clientSecret }]),
      ]}
      onClose={onClose}
    />
  );
}

/** What a developer needs to begin. */
function HowTo() {
  const { w } = useAdminWords();
  const issuer = `${window.location.origin}/oidc`;
  return (
    <details className="desk-panel admin-explain">
      <summary>{w('signIn.how')}</summary>
      <p>{w('signIn.howText')}</p>
      <dl className="desk-facts">
        {[
          [w('signIn.issuer'), issuer],
          [w('signIn.discovery'), `${issuer}/.well-known/openid-configuration`],
        ].map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>
              <Typography.Text copyable={{ text: value ?? '' }} code>
                {value}
              </Typography.Text>
            </dd>
          </div>
        ))}
      </dl>
      <ol>
        {(['register', 'redirect', 'code', 'learn'] as const).map((step) => (
          <li key={step}>{w(`signIn.step.${step}`)}</li>
        ))}
      </ol>
    </details>
  );
}

interface SystemTableProps {
  systems: RelyingParty[];
  onEdit: (system: RelyingParty) => void;
  onAccess: (access: ClientAccess) => void;
}

function SystemTable({ systems, onEdit, onAccess }: SystemTableProps) {
  const { w, text } = useAdminWords();
  const agencyName = useAgencyName();
  return (
    <Scroll label={w('signIn.title')}>
      <Table<RelyingParty>
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
                <code>{system.clientId}</code>
              </>
            ),
          },
          {
            key: 'kind',
            title: w('signIn.kind'),
            render: (_, { kind, authMethod }) => (
              <>
                {w(`signIn.kinds.${kind}`)}
                <div className="desk-soft">{w(`signIn.method.${authMethod}`)}</div>
              </>
            ),
          },
          {
            key: 'learns',
            title: w('signIn.learns'),
            render: (_, { scopes }) =>
              [w('signIn.scope.openid'), ...scopes.map((scope) => w(`signIn.scope.${scope}`))].join(
                w('signIn.comma'),
              ),
          },
          {
            key: 'state',
            title: w('systems.state'),
            render: (_, { closed }) => <OpenTag closed={closed} />,
          },
          {
            key: 'steps',
            title: <span className="visually-hidden">{w('systems.steps')}</span>,
            render: (_, system) =>
              !system.closed && <Steps system={system} onEdit={onEdit} onAccess={onAccess} />,
          },
        ]}
      />
    </Scroll>
  );
}

function Steps({ system, onEdit, onAccess }: Omit<SystemTableProps, 'systems'> & { system: RelyingParty }) {
  const { w, text } = useAdminWords();
  const { message } = App.useApp();
  const path = `/api/v1/admin/relying-parties/${system.id}`;
  const name = text(system.name);
  return (
    <div className="desk-row">
      <Button size="small" onClick={() => onEdit(system)}>
        {w('signIn.change')}
      </Button>
      {system.authMethod === 'client_secret_basic' && (
        <SureStep<ClientAccess>
          label={w('signIn.renew')}
          sure={w('signIn.renewSure', { name })}
          path={`${path}/secret`}
          onDone={onAccess}
        />
      )}
      <SureStep
        danger
        label={w('systems.close')}
        sure={w('signIn.closeSure', { name })}
        path={`${path}/close`}
        onDone={() => void message.success(w('systems.didClose'))}
      />
    </div>
  );
}
