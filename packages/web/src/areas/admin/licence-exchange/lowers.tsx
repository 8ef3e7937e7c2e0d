import { useState } from 'react';
import { Button, Input, InputNumber, Modal, Select } from 'antd';
import { formatMoment, formatNumber } from '../../../lib/format.ts';
import { useAgencyName } from '../../staff/api/agencies.ts';
import { useStaffSend } from '../../staff/api/queries.ts';
import { AgencySelect } from '../../staff/form/agency-select.tsx';
import { Field } from '../../staff/form/field.tsx';
import { Fault, Nothing } from '../../staff/shell/states.tsx';
import { useAgencyOptions } from '../items/controls.tsx';
import { Names } from '../systems/new-system.tsx';
import { ShownOnce } from '../systems/shown-once.tsx';
import { useAdminWords } from '../words.ts';
import { exchangePath, type LowerSystem } from './types.ts';

const algorithms = ['SM2', 'P-256', 'Ed25519', 'RSA-3072'];
const usualQuota = 100_000;

/** Systems of lower levels that register their licences here. */
export function Lowers({ lowers }: { lowers: LowerSystem[] }) {
  const { w, lang, text } = useAdminWords();
  const agencyName = useAgencyName();
  const [adding, setAdding] = useState(false);
  const [clientId, setClientId] = useState<string | null>(null);
  return (
    <section className="desk-panel" aria-labelledby="exchange-lowers">
      <h2 id="exchange-lowers">{w('exchange.lowers')}</h2>
      <p>
        <Button onClick={() => setAdding(true)}>{w('exchange.addLower')}</Button>
      </p>
      {lowers.length === 0 && <Nothing title={w('exchange.noLowers')} />}
      {lowers.length > 0 && (
        <>
          <p className="desk-soft">{w('exchange.closeAt')}</p>
          <ul className="desk-cards desk-cards--list">
            {lowers.map((lower) => (
              <li key={lower.id} className="desk-card">
                <p className="desk-strong">{text(lower.name)}</p>
                <p className="desk-soft">
                  {text(agencyName(lower.agency))} · <span translate="no">{lower.clientId}</span>
                  {!lower.open && ` · ${w('exchange.closed')}`}
                </p>
                <p>
                  {w('exchange.licences', { n: formatNumber(lower.licences) })} ·{' '}
                  {lower.lastCallAt === null
                    ? w('exchange.neverCalled')
                    : w('exchange.lastCall', { at: formatMoment(lower.lastCallAt, lang) })}
                </p>
                {lower.conflicts > 0 && (
                  <p>{w('exchange.openConflicts', { n: formatNumber(lower.conflicts) })}</p>
                )}
              </li>
            ))}
          </ul>
        </>
      )}
      {adding && (
        <NewLower
          onClose={() => setAdding(false)}
          onMade={(made) => {
            setAdding(false);
            setClientId(made.clientId);
          }}
        />
      )}
      {clientId !== null && (
        <ShownOnce
          title={w('exchange.made')}
          text={w('exchange.madeText')}
          values={[{ label: w('exchange.clientId'), value: clientId }]}
          onClose={() => setClientId(null)}
        />
      )}
    </section>
  );
}

interface NewLowerProps {
  onClose: () => void;
  onMade: (made: { clientId: string }) => void;
}

function NewLower({ onClose, onMade }: NewLowerProps) {
  const { w } = useAdminWords();
  const agencies = useAgencyOptions();
  const [agency, setAgency] = useState<string | null>(null);
  const [name, setName] = useState({ zh: '', en: '' });
  const [quota, setQuota] = useState<number | null>(usualQuota);
  const [algorithm, setAlgorithm] = useState('SM2');
  const [publicKey, setPublicKey] = useState('');
  const send = useStaffSend<{ clientId: string }>(onMade);
  const ready =
    agency !== null && quota !== null && [name.zh, name.en, publicKey].every((text) => text.trim() !== '');
  return (
    <Modal open title={w('exchange.addLower')} footer={null} onCancel={onClose} mask={{ closable: false }}>
      <form
        className="staff-form"
        onSubmit={(event) => {
          event.preventDefault();
          send.mutate({
            path: `${exchangePath}/lowers`,
            body: { agency, name, quota, algorithm, publicKey: publicKey.trim() },
          });
        }}
      >
        {send.error && <Fault error={send.error} />}
        <AgencySelect
          id="lower-agency"
          label={w('exchange.agency')}
          value={agency}
          options={agencies}
          onChange={setAgency}
        />
        <Names id="lower" value={name} onChange={setName} />
        <Field id="lower-quota" label={w('exchange.quota')}>
          <InputNumber
            controls={false}
            id="lower-quota"
            className="admin-number"
            min={1}
            max={100_000_000}
            precision={0}
            value={quota}
            onChange={setQuota}
          />
        </Field>
        <Field id="lower-algorithm" label={w('exchange.algorithm')}>
          <Select
            id="lower-algorithm"
            className="desk-wide"
            value={algorithm}
            options={algorithms.map((value) => ({ value, label: value }))}
            onChange={setAlgorithm}
          />
        </Field>
        <Field id="lower-key" label={w('exchange.publicKey')} help={w('exchange.publicKeyHelp')}>
          <Input.TextArea
            id="lower-key"
            rows={5}
            maxLength={2000}
            spellCheck={false}
            value={publicKey}
            onChange={({ target }) => setPublicKey(target.value)}
            aria-describedby="lower-key-help"
          />
        </Field>
        <div className="desk-row">
          <Button type="primary" htmlType="submit" disabled={!ready} loading={send.isPending}>
            {w('exchange.addLower')}
          </Button>
          <Button onClick={onClose}>{w('cancel')}</Button>
        </div>
      </form>
    </Modal>
  );
}
