import { useState } from 'react';
import { Button, Input, InputNumber, Modal } from 'antd';
import { AgencySelect } from '../../staff/form/agency-select.tsx';
import { Field } from '../../staff/form/field.tsx';
import { useStaffSend } from '../../staff/api/queries.ts';
import { Fault } from '../../staff/shell/states.tsx';
import { useAgencyOptions } from '../items/controls.tsx';
import { useAdminWords } from '../words.ts';
import type { SystemAccess } from './systems-page.tsx';

const usualQuota = 100_000;

interface NewSystemProps {
  onClose: () => void;
  onMade: (access: SystemAccess) => void;
}

/** Registers a program of an agency. */
export function NewSystem({ onClose, onMade }: NewSystemProps) {
  const { w } = useAdminWords();
  const agencies = useAgencyOptions();
  const [agency, setAgency] = useState<string | null>(null);
  const [name, setName] = useState({ zh: '', en: '' });
  const [quota, setQuota] = useState<number | null>(usualQuota);
  const send = useStaffSend<SystemAccess>(onMade);
  const ready = agency !== null && name.zh.trim() !== '' && name.en.trim() !== '' && quota !== null;
  return (
    <Modal open title={w('systems.add')} footer={null} onCancel={onClose} mask={{ closable: false }}>
      <form
        className="staff-form"
        onSubmit={(event) => {
          event.preventDefault();
          send.mutate({
            path: '/api/v1/admin/agency-systems',
            body: { agency, name: { zh: name.zh.trim(), en: name.en.trim() }, cryptoQuota: quota },
          });
        }}
      >
        {send.error && <Fault error={send.error} />}
        <AgencySelect
          id="system-agency"
          label={w('systems.agency')}
          value={agency}
          options={agencies}
          onChange={setAgency}
        />
        <Names id="system" value={name} onChange={setName} />
        <Field id="system-quota" label={w('systems.quota')} help={w('systems.quotaHelp')}>
          <InputNumber
            controls={false}
            id="system-quota"
            className="admin-number"
            min={1}
            max={100_000_000}
            precision={0}
            value={quota}
            onChange={setQuota}
            aria-describedby="system-quota-help"
          />
        </Field>
        <div className="desk-row">
          <Button type="primary" htmlType="submit" disabled={!ready} loading={send.isPending}>
            {w('systems.add')}
          </Button>
          <Button onClick={onClose}>{w('cancel')}</Button>
        </div>
      </form>
    </Modal>
  );
}

interface NamesProps {
  id: string;
  value: { zh: string; en: string };
  onChange: (value: { zh: string; en: string }) => void;
}

/** A name in both languages. */
export function Names({ id, value, onChange }: NamesProps) {
  const { w } = useAdminWords();
  return (['zh', 'en'] as const).map((lang) => (
    <Field key={lang} id={`${id}-${lang}`} label={w(`systems.name.${lang}`)}>
      <Input
        id={`${id}-${lang}`}
        lang={lang === 'zh' ? 'zh-CN' : 'en'}
        maxLength={60}
        autoComplete="off"
        value={value[lang]}
        onChange={({ target }) => onChange({ ...value, [lang]: target.value })}
      />
    </Field>
  ));
}
