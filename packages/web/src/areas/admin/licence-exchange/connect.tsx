import { useState } from 'react';
import { App, Button, Input, Modal } from 'antd';
import { Field } from '../../staff/form/field.tsx';
import { useStaffSend } from '../../staff/api/queries.ts';
import { Fault } from '../../staff/shell/states.tsx';
import { Names } from '../systems/new-system.tsx';
import { useAdminWords } from '../words.ts';
import { exchangePath } from './types.ts';

/** Connects the upper level. */
export function Connect({ onClose }: { onClose: () => void }) {
  const { w } = useAdminWords();
  const { message } = App.useApp();
  const [name, setName] = useState({ zh: '', en: '' });
  const [origin, setOrigin] = useState('');
  const [clientId, setClientId] = useState('');
  const send = useStaffSend<{ done: number }>(() => {
    void message.success(w('exchange.connected'));
    onClose();
  });
  const ready = [name.zh, name.en, origin, clientId].every((text) => text.trim() !== '');
  return (
    <Modal open title={w('exchange.connect')} footer={null} onCancel={onClose} mask={{ closable: false }}>
      <form
        className="staff-form"
        onSubmit={(event) => {
          event.preventDefault();
          const body = { name, origin: origin.trim(), clientId: clientId.trim() };
          send.mutate({ path: `${exchangePath}/upper`, body });
        }}
      >
        {send.error && <Fault error={send.error} />}
        <Names id="exchange-upper-name" value={name} onChange={setName} />
        <Field id="exchange-origin" label={w('exchange.origin')} help={w('exchange.originHelp')}>
          <Input
            id="exchange-origin"
            type="url"
            autoComplete="off"
            maxLength={300}
            value={origin}
            onChange={({ target }) => setOrigin(target.value)}
            aria-describedby="exchange-origin-help"
          />
        </Field>
        <Field id="exchange-client" label={w('exchange.clientId')} help={w('exchange.clientIdHelp')}>
          <Input
            id="exchange-client"
            autoComplete="off"
            maxLength={100}
            value={clientId}
            onChange={({ target }) => setClientId(target.value)}
            aria-describedby="exchange-client-help"
          />
        </Field>
        <div className="desk-row">
          <Button type="primary" htmlType="submit" disabled={!ready} loading={send.isPending}>
            {w('exchange.connect')}
          </Button>
          <Button onClick={onClose}>{w('cancel')}</Button>
        </div>
      </form>
    </Modal>
  );
}
