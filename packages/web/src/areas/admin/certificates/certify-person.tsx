import { useState } from 'react';
import { Button, Input, Modal, Radio, Typography } from 'antd';
import { Download } from 'lucide-react';
import { formatDate } from '../../../lib/format.ts';
import { Field } from '../../staff/form/field.tsx';
import { useStaffSend } from '../../staff/api/queries.ts';
import { Fault } from '../../staff/shell/states.tsx';
import type { Certificate } from '../api/types.ts';
import { Told } from '../told.tsx';
import { useAdminWords } from '../words.ts';

const ways = ['login', 'papers'] as const;
const empty = { way: 'login' as (typeof ways)[number], login: '', name: '', idNumber: '', request: '' };
type Typed = typeof empty;

/** Certifies the key of someone who signs in with it, and shows the certificate for them to take along. */
export function CertifyPerson({ onClose }: { onClose: () => void }) {
  const { w } = useAdminWords();
  const [typed, setTyped] = useState(empty);
  const send = useStaffSend<Certificate>();
  return (
    <Modal
      open
      title={w('certificates.certify.title')}
      footer={null}
      onCancel={onClose}
      mask={{ closable: false }}
    >
      {send.data ? (
        <Made certificate={send.data} onClose={onClose} />
      ) : (
        <form
          className="staff-form"
          onSubmit={(event) => {
            event.preventDefault();
            send.mutate({ path: '/api/v1/admin/certificates/persons', body: bodyOf(typed) });
          }}
        >
          <p className="desk-soft">{w('certificates.certify.text')}</p>
          {send.error && <Fault error={send.error} />}
          <Fields typed={typed} onChange={(part) => setTyped({ ...typed, ...part })} />
          <div className="desk-row">
            <Button type="primary" htmlType="submit" disabled={!isWhole(typed)} loading={send.isPending}>
              {w('certificates.certify.send')}
            </Button>
            <Button onClick={onClose}>{w('cancel')}</Button>
          </div>
        </form>
      )}
    </Modal>
  );
}

function Fields({ typed, onChange }: { typed: Typed; onChange: (part: Partial<Typed>) => void }) {
  const { w } = useAdminWords();
  const words = typed.way === 'login' ? (['login'] as const) : (['name', 'idNumber'] as const);
  return (
    <>
      <fieldset className="desk-bare desk-field">
        <legend className="desk-field__label">{w('certificates.certify.way')}</legend>
        <Radio.Group
          value={typed.way}
          options={ways.map((value) => ({ value, label: w(`certificates.certify.ways.${value}`) }))}
          onChange={({ target }) => onChange({ way: target.value as Typed['way'] })}
        />
      </fieldset>
      {words.map((name) => (
        <Field key={name} id={`certify-${name}`} label={w(`certificates.certify.${name}`)}>
          <Input
            id={`certify-${name}`}
            maxLength={name === 'idNumber' ? 18 : 100}
            autoComplete="off"
            spellCheck={false}
            value={typed[name]}
            onChange={({ target }) => onChange({ [name]: target.value })}
          />
        </Field>
      ))}
      <Field
        id="certify-request"
        label={w('certificates.certify.request')}
        help={w('certificates.certify.requestHelp')}
      >
        <Input.TextArea
          id="certify-request"
          className="admin-typed"
          spellCheck={false}
          rows={8}
          maxLength={16_384}
          value={typed.request}
          onChange={({ target }) => onChange({ request: target.value })}
          aria-describedby="certify-request-help"
        />
      </Field>
    </>
  );
}

function Made({ certificate, onClose }: { certificate: Certificate; onClose: () => void }) {
  const { w, lang } = useAdminWords();
  const { pem, serial, subject, validUntil } = certificate;
  return (
    <div className="staff-form">
      <Told
        type="success"
        title={w('certificates.certify.made', { name: subject.common, until: formatDate(validUntil, lang) })}
        description={w('certificates.certify.madeText')}
      />
      <Field id="certify-pem" label={w('certificates.certify.pem')}>
        <Input.TextArea
          id="certify-pem"
          className="admin-typed"
          readOnly
          spellCheck={false}
          rows={8}
          value={pem}
        />
      </Field>
      <Typography.Text copyable={{ text: pem }}>{w('certificates.certify.copy')}</Typography.Text>
      <div className="desk-row">
        <Button
          type="primary"
          icon={<Download size={18} aria-hidden />}
          href={`data:application/x-pem-file,${encodeURIComponent(pem)}`}
          download={`${serial}.pem`}
        >
          {w('certificates.file')}
        </Button>
        <Button onClick={onClose}>{w('certificates.certify.done')}</Button>
      </div>
    </div>
  );
}

function bodyOf({ way, login, name, idNumber, request }: Typed) {
  const papers = { idNumber: idNumber.trim().toUpperCase(), name: name.trim() };
  return { holder: way === 'login' ? { login: login.trim() } : papers, request: request.trim() };
}

function isWhole({ way, login, name, idNumber, request }: Typed): boolean {
  const isNamed = way === 'login' ? login.trim() !== '' : name.trim() !== '' && idNumber.trim().length === 18;
  return isNamed && request.trim() !== '';
}
