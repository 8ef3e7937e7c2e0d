import { useState } from 'react';
import { App, Button, Input, Modal, Radio, Select } from 'antd';
import { AgencySelect } from '../../staff/form/agency-select.tsx';
import { Field } from '../../staff/form/field.tsx';
import { useStaffSend } from '../../staff/api/queries.ts';
import { Fault } from '../../staff/shell/states.tsx';
import type { KeyLine, WholeKey } from '../api/types.ts';
import { useAgencyOptions } from '../items/controls.tsx';
import { useAdminWords } from '../words.ts';

/** Which algorithms serve a use; the first is proposed. */
const algorithmsFor: Readonly<Record<KeyLine['use'], readonly string[]>> = {
  sign: ['SM2', 'P-256', 'Ed25519', 'RSA-3072'],
  encrypt: ['SM4', 'SM2', 'AES-256', 'RSA-3072'],
  mac: ['HMAC-SM3', 'HMAC-SHA-256'],
};
const uses = ['sign', 'encrypt', 'mac'] as const;

/** Makes a key for an agency. */
export function NewKey({ onClose }: { onClose: () => void }) {
  const { w } = useAdminWords();
  const { message } = App.useApp();
  const agencies = useAgencyOptions();
  const [agency, setAgency] = useState<string | null>(null);
  const [name, setName] = useState('');
  const [use, setUse] = useState<KeyLine['use']>('sign');
  const [algorithm, setAlgorithm] = useState('SM2');
  const send = useStaffSend<WholeKey>(() => {
    void message.success(w('keys.added'));
    onClose();
  });
  return (
    <Modal open title={w('keys.add')} footer={null} onCancel={onClose}>
      <form
        className="staff-form"
        onSubmit={(event) => {
          event.preventDefault();
          send.mutate({ path: '/api/v1/crypto/keys', body: { agency, name: name.trim(), use, algorithm } });
        }}
      >
        {send.error && <Fault error={send.error} />}
        <AgencySelect
          id="key-agency"
          label={w('keys.agency')}
          value={agency}
          options={agencies}
          onChange={setAgency}
        />
        <Field id="key-name" label={w('keys.name')}>
          <Input
            id="key-name"
            maxLength={60}
            autoComplete="off"
            value={name}
            onChange={({ target }) => setName(target.value)}
          />
        </Field>
        <fieldset className="desk-bare desk-field">
          <legend className="desk-field__label">{w('keys.use')}</legend>
          <Radio.Group
            value={use}
            options={uses.map((value) => ({ value, label: w(`keys.uses.${value}`) }))}
            onChange={({ target }) => {
              const chosen = target.value as KeyLine['use'];
              setUse(chosen);
              setAlgorithm(algorithmsFor[chosen][0] ?? '');
            }}
          />
        </fieldset>
        <Field id="key-algorithm" label={w('keys.algorithm')}>
          <Select
            id="key-algorithm"
            className="desk-wide"
            value={algorithm}
            options={algorithmsFor[use].map((value) => ({
              value,
              label: <span translate="no">{value}</span>,
            }))}
            onChange={(chosen: string) => setAlgorithm(chosen)}
          />
        </Field>
        <div className="desk-row">
          <Button
            type="primary"
            htmlType="submit"
            disabled={agency === null || name.trim() === ''}
            loading={send.isPending}
          >
            {w('keys.make')}
          </Button>
          <Button onClick={onClose}>{w('cancel')}</Button>
        </div>
      </form>
    </Modal>
  );
}
