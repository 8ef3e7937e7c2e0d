import { useState } from 'react';
import { App, Button, Checkbox, Input, Radio, Select } from 'antd';
import { FormDrawer } from '../../staff/form/form-drawer.tsx';
import { Field } from '../../staff/form/field.tsx';
import { useStaffSend } from '../../staff/api/queries.ts';
import { Names } from '../systems/new-system.tsx';
import { useAdminWords } from '../words.ts';
import {
  faultsOf,
  inputOf,
  newUpstream,
  typedOf,
  type TypedUpstream,
  type Upstream,
  type UpstreamFault,
  type UpstreamInput,
} from './typed.ts';

/** Registers or changes a sign-in service of others. */
export function UpstreamForm({ of, onClose }: { of: Upstream | null; onClose: () => void }) {
  const { w } = useAdminWords();
  const { message } = App.useApp();
  const [typed, setTyped] = useState<TypedUpstream>(() => (of ? typedOf(of) : newUpstream));
  const [tried, setTried] = useState(false);
  const set = (change: Partial<TypedUpstream>) => setTyped((now) => ({ ...now, ...change }));
  const send = useStaffSend<{ id: string }>(() => {
    void message.success(w('signIn.changed'));
    onClose();
  });
  const faults = tried ? faultsOf(typed, of) : [];
  const wrong = (name: UpstreamFault) =>
    faults.includes(name) ? w(name === 'levels' ? 'upstream.levelsWrong' : 'signIn.missing') : undefined;

  function submit(): void {
    setTried(true);
    const [first] = faultsOf(typed, of);
    if (first) return document.getElementById(`up-${first}`)?.focus();
    const body = inputOf(typed);
    const path = '/api/v1/admin/upstreams';
    send.mutate(
      of ? { path: `${path}/${of.id}`, method: 'PATCH', version: of.version, body } : { path, body },
    );
  }

  return (
    <FormDrawer
      title={w(of ? 'signIn.change' : 'upstream.add')}
      size={620}
      error={send.error}
      onSubmit={submit}
      onClose={onClose}
    >
      <Names id="up" value={typed.name} onChange={(name) => set({ name })} />
      {(wrong('zh') ?? wrong('en')) && <p className="admin-wrong">{w('signIn.bothNames')}</p>}
      <Line name="issuer" typed={typed} onChange={set} wrong={wrong('issuer')} disabled={of !== null} />
      <Line name="clientId" typed={typed} onChange={set} wrong={wrong('clientId')} />
      <Proof typed={typed} onChange={set} wrong={wrong('clientSecret')} />
      <Field
        id="up-levels"
        label={w('upstream.levels')}
        help={w('upstream.levelsHelp')}
        wrong={wrong('levels')}
      >
        <Input.TextArea
          id="up-levels"
          className="admin-typed"
          spellCheck={false}
          rows={3}
          value={typed.levels}
          onChange={({ target }) => set({ levels: target.value })}
          aria-describedby="up-levels-help"
        />
      </Field>
      <Line name="scopes" typed={typed} onChange={set} />
      <Line name="nameClaim" typed={typed} onChange={set} wrong={wrong('nameClaim')} />
      <Line name="numberClaim" typed={typed} onChange={set} />
      <div className="desk-field">
        <Checkbox
          checked={typed.makesAccounts}
          onChange={({ target }) => set({ makesAccounts: target.checked })}
        >
          {w('upstream.makesAccounts')}
        </Checkbox>
      </div>
      <div className="desk-row">
        <Button type="primary" htmlType="submit" loading={send.isPending}>
          {w(of ? 'save' : 'upstream.add')}
        </Button>
        <Button onClick={onClose}>{w('cancel')}</Button>
      </div>
    </FormDrawer>
  );
}

interface PartProps {
  typed: TypedUpstream;
  onChange: (change: Partial<TypedUpstream>) => void;
  wrong?: string | undefined;
}

/** One value on one line, with the help that it has. */
function Line({
  name,
  typed,
  onChange,
  wrong,
  disabled = false,
}: PartProps & {
  name: 'issuer' | 'clientId' | 'scopes' | 'nameClaim' | 'numberClaim';
  disabled?: boolean;
}) {
  const { w } = useAdminWords();
  return (
    <Field
      id={`up-${name}`}
      label={w(`upstream.field.${name}`)}
      help={w(`upstream.help.${name}`)}
      wrong={wrong}
    >
      <Input
        id={`up-${name}`}
        className="admin-typed"
        autoComplete="off"
        spellCheck={false}
        disabled={disabled}
        value={typed[name]}
        onChange={({ target }) => onChange({ [name]: target.value })}
        aria-describedby={`up-${name}-help`}
      />
    </Field>
  );
}

const methods: UpstreamInput['authMethod'][] = ['private_key_jwt', 'client_secret_basic'];
const algorithms: UpstreamInput['tokenAlgorithm'][] = ['RS256', 'PS256', 'ES256', 'EdDSA'];

function Proof({ typed, onChange, wrong }: PartProps) {
  const { w } = useAdminWords();
  return (
    <>
      <fieldset className="desk-bare desk-field">
        <legend className="desk-field__label">{w('upstream.proof')}</legend>
        <Radio.Group
          className="admin-column"
          value={typed.authMethod}
          options={methods.map((value) => ({ value, label: w(`upstream.methodLong.${value}`) }))}
          onChange={({ target }) => onChange({ authMethod: target.value as UpstreamInput['authMethod'] })}
        />
      </fieldset>
      {typed.authMethod === 'client_secret_basic' && (
        <Field id="up-clientSecret" label={w('signIn.secret')} help={w('upstream.secretHelp')} wrong={wrong}>
          <Input.Password
            id="up-clientSecret"
            autoComplete="new-password"
            value={typed.clientSecret}
            onChange={({ target }) => onChange({ clientSecret: target.value })}
            aria-describedby="up-clientSecret-help"
          />
        </Field>
      )}
      <Field
        id="up-tokenAlgorithm"
        label={w('upstream.tokenAlgorithm')}
        help={w('upstream.tokenAlgorithmHelp')}
      >
        <Select
          id="up-tokenAlgorithm"
          className="desk-wide"
          value={typed.tokenAlgorithm}
          options={algorithms.map((value) => ({ value, label: value }))}
          onChange={(tokenAlgorithm: UpstreamInput['tokenAlgorithm']) => onChange({ tokenAlgorithm })}
        />
      </Field>
    </>
  );
}
