import { useState } from 'react';
import { App, Button, Checkbox, Input, Radio } from 'antd';
import { AgencySelect } from '../../staff/form/agency-select.tsx';
import { FormDrawer } from '../../staff/form/form-drawer.tsx';
import { Field } from '../../staff/form/field.tsx';
import { useStaffSend } from '../../staff/api/queries.ts';
import type { RelyingParty, RelyingPartyInput } from '../api/types.ts';
import { useAgencyOptions } from '../items/controls.tsx';
import { useAdminWords } from '../words.ts';
import { Names } from './new-system.tsx';
import type { ClientAccess } from './sign-in-page.tsx';
import { faultsOf, inputOf, methodsOf, newSystem, typedOf, type TypedSystem } from './typed.ts';

interface SignInFormProps {
  /** The system to change; null: a new one. */
  of: RelyingParty | null;
  onClose: () => void;
  onMade: (access: ClientAccess) => void;
}

/** Registers or changes a system to which people sign in. */
export function SignInForm({ of, onClose, onMade }: SignInFormProps) {
  const { w } = useAdminWords();
  const { message } = App.useApp();
  const agencies = useAgencyOptions();
  const [agency, setAgency] = useState(of?.agency ?? null);
  const [typed, setTyped] = useState<TypedSystem>(() => (of ? typedOf(of) : newSystem));
  const [tried, setTried] = useState(false);
  const set = (change: Partial<TypedSystem>) => setTyped((now) => ({ ...now, ...change }));
  const add = useStaffSend<ClientAccess>(onMade);
  const change = useStaffSend<{ id: string }>(() => {
    void message.success(w('signIn.changed'));
    onClose();
  });
  const error = add.error ?? change.error;
  const faults = tried ? faultsOf(typed) : {};
  const wrong = (name: keyof ReturnType<typeof faultsOf>) => {
    const key = faults[name];
    return key === undefined ? undefined : w(key);
  };

  function submit(): void {
    setTried(true);
    if (agency === null) return document.getElementById('rp-agency')?.focus();
    const [first] = Object.keys(faultsOf(typed));
    if (first) return document.getElementById(`rp-${first}`)?.focus();
    const input = inputOf(typed);
    if (of) {
      const path = `/api/v1/admin/relying-parties/${of.id}`;
      change.mutate({ path, method: 'PATCH', version: of.version, body: input });
    } else {
      add.mutate({ path: '/api/v1/admin/relying-parties', body: { agency, ...input } });
    }
  }

  return (
    <FormDrawer
      title={w(of ? 'signIn.change' : 'signIn.add')}
      size={620}
      error={error}
      onSubmit={submit}
      onClose={onClose}
    >
      {!of && (
        <AgencySelect
          id="rp-agency"
          label={w('systems.agency')}
          wrong={tried && agency === null ? w('signIn.missing') : undefined}
          value={agency}
          options={agencies}
          onChange={setAgency}
        />
      )}
      <Names id="rp" value={typed.name} onChange={(name) => set({ name })} />
      {(wrong('zh') ?? wrong('en')) && <p className="admin-wrong">{w('signIn.bothNames')}</p>}
      <Proof typed={typed} wrong={wrong('jwks')} onChange={set} />
      <Addresses typed={typed} wrong={wrong('redirectUris')} onChange={set} />
      <Choices typed={typed} onChange={set} />
      <div className="desk-row">
        <Button type="primary" htmlType="submit" loading={add.isPending || change.isPending}>
          {w(of ? 'save' : 'signIn.add')}
        </Button>
        <Button onClick={onClose}>{w('cancel')}</Button>
      </div>
    </FormDrawer>
  );
}

interface PartProps {
  typed: TypedSystem;
  onChange: (change: Partial<TypedSystem>) => void;
}

const kinds: RelyingPartyInput['kind'][] = ['web', 'native', 'device'];

/** What runs where decides how it can prove itself. */
function Proof({ typed, wrong, onChange }: PartProps & { wrong: string | undefined }) {
  const { w } = useAdminWords();
  return (
    <>
      <fieldset className="desk-bare desk-field">
        <legend className="desk-field__label">{w('signIn.kind')}</legend>
        <Radio.Group
          className="admin-column"
          value={typed.kind}
          options={kinds.map((value) => ({ value, label: w(`signIn.kindLong.${value}`) }))}
          onChange={({ target }) => {
            const kind = target.value as RelyingPartyInput['kind'];
            const authMethod = methodsOf[kind].find((method) => method === typed.authMethod);
            onChange({ kind, authMethod: authMethod ?? methodsOf[kind][0] ?? 'none' });
          }}
        />
      </fieldset>
      <fieldset className="desk-bare desk-field">
        <legend className="desk-field__label">{w('signIn.proof')}</legend>
        <Radio.Group
          className="admin-column"
          value={typed.authMethod}
          options={methodsOf[typed.kind].map((value) => ({ value, label: w(`signIn.methodLong.${value}`) }))}
          onChange={({ target }) => onChange({ authMethod: target.value as TypedSystem['authMethod'] })}
        />
      </fieldset>
      {typed.authMethod === 'private_key_jwt' && (
        <Field id="rp-jwks" label={w('signIn.jwks')} help={w('signIn.jwksHelp')} wrong={wrong}>
          <Input.TextArea
            id="rp-jwks"
            className="admin-typed"
            spellCheck={false}
            rows={6}
            value={typed.jwks}
            onChange={({ target }) => onChange({ jwks: target.value })}
            aria-describedby="rp-jwks-help"
          />
        </Field>
      )}
    </>
  );
}

function Addresses({ typed, wrong, onChange }: PartProps & { wrong: string | undefined }) {
  const { w } = useAdminWords();
  return (
    <>
      {(['redirectUris', 'postLogoutRedirectUris'] as const).map((name) => (
        <Field
          key={name}
          id={`rp-${name}`}
          label={w(`signIn.address.${name}`)}
          help={w('signIn.onePerLine')}
          wrong={name === 'redirectUris' ? wrong : undefined}
        >
          <Input.TextArea
            id={`rp-${name}`}
            className="admin-typed"
            spellCheck={false}
            rows={3}
            value={typed[name]}
            onChange={({ target }) => onChange({ [name]: target.value })}
            aria-describedby={`rp-${name}-help`}
          />
        </Field>
      ))}
      <Field
        id="rp-backchannel"
        label={w('signIn.address.backchannelLogoutUri')}
        help={w('signIn.backchannelHelp')}
      >
        <Input
          id="rp-backchannel"
          className="admin-typed"
          type="url"
          autoComplete="off"
          value={typed.backchannelLogoutUri}
          onChange={({ target }) => onChange({ backchannelLogoutUri: target.value })}
          aria-describedby="rp-backchannel-help"
        />
      </Field>
    </>
  );
}

const scopes = ['profile', 'offline_access'] as const;
const subjectTypes: RelyingPartyInput['subjectType'][] = ['pairwise', 'public'];

function Choices({ typed, onChange }: PartProps) {
  const { w } = useAdminWords();
  return (
    <>
      <fieldset className="desk-bare desk-field">
        <legend className="desk-field__label">{w('signIn.learns')}</legend>
        <p className="desk-field__help">{w('signIn.learnsHelp')}</p>
        <Checkbox.Group
          className="admin-column"
          value={typed.scopes}
          options={scopes.map((value) => ({ value, label: w(`signIn.scope.${value}`) }))}
          onChange={(chosen) => onChange({ scopes: chosen as TypedSystem['scopes'] })}
        />
      </fieldset>
      {typed.kind !== 'device' && (
        <fieldset className="desk-bare desk-field">
          <legend className="desk-field__label">{w('signIn.subject')}</legend>
          <p className="desk-field__help">{w('signIn.subjectHelp')}</p>
          <Radio.Group
            className="admin-column"
            value={typed.subjectType}
            options={subjectTypes.map((value) => ({ value, label: w(`signIn.subjectType.${value}`) }))}
            onChange={({ target }) =>
              onChange({ subjectType: target.value as RelyingPartyInput['subjectType'] })
            }
          />
        </fieldset>
      )}
      <fieldset className="desk-bare desk-field">
        <legend className="desk-field__label">{w('signIn.stricter')}</legend>
        <div className="admin-column">
          {(['parRequired', 'dpopRequired'] as const).map((name) => (
            <Checkbox
              key={name}
              checked={typed[name]}
              onChange={({ target }) => onChange({ [name]: target.checked })}
            >
              {w(`signIn.${name}`)}
            </Checkbox>
          ))}
        </div>
      </fieldset>
    </>
  );
}
