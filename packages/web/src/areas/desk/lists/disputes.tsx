import { useState } from 'react';
import { App, Button, Modal } from 'antd';
import { formatMoment } from '../../../lib/format.ts';
import { useTitle } from '../../../shell/title.tsx';
import { useStaffPages, useStaffSend } from '../../staff/api/queries.ts';
import type { DeskForm, Dispute } from '../api/types.ts';
import { FormErrors, FormFields } from '../form/fields.tsx';
import { useDeskForm } from '../form/use-desk-form.ts';
import { Fault, Nothing, PageHead } from '../../staff/shell/states.tsx';
import { useDeskWords } from '../words.ts';
import { Listed } from '../../staff/shell/listed.tsx';

/** What people say is wrong in the agency's records. */
export function DisputesPage() {
  const { w, lang, text } = useDeskWords();
  useTitle(w('disputes.title'));
  const pages = useStaffPages<Dispute>('/api/v1/disputes?limit=20', 'dispute');
  const [open, setOpen] = useState<Dispute | null>(null);
  return (
    <>
      <PageHead title={w('disputes.title')} />
      <p className="desk-soft">{w('disputes.text')}</p>
      <Listed pages={pages} empty={<Nothing title={w('disputes.none')}>{w('disputes.noneText')}</Nothing>}>
        {(items) => (
          <ul className="desk-cards desk-cards--list">
            {items.map((dispute) => (
              <li key={dispute.id} className="desk-card">
                <p className="desk-strong">
                  {w('disputes.what', {
                    resource: text(dispute.resourceName),
                    field: text(dispute.fieldName),
                  })}
                </p>
                <blockquote className="desk-quote">{dispute.reason}</blockquote>
                <p className="desk-soft">{formatMoment(dispute.createdAt, lang)}</p>
                <Button onClick={() => setOpen(dispute)}>{w('disputes.answer')}</Button>
              </li>
            ))}
          </ul>
        )}
      </Listed>
      {open && <AnswerDispute dispute={open} onClose={() => setOpen(null)} />}
    </>
  );
}

const form: DeskForm = {
  type: 'object',
  required: ['finding', 'value', 'answer'],
  properties: {
    finding: {
      type: 'string',
      enum: ['upheld', 'rejected'],
      'x-title': { zh: '核实结果', en: 'Finding' },
      'x-enum': {
        upheld: { zh: '数据有误，予以更正', en: 'The record is wrong and is corrected' },
        rejected: { zh: '数据无误，不予更正', en: 'The record is right and stays' },
      },
      'x-widget': 'radio',
    },
    value: {
      type: 'string',
      minLength: 1,
      maxLength: 200,
      'x-title': { zh: '正确的内容', en: 'The right value' },
      'x-help': {
        zh: '写入记录，之后的办理都以它为准。',
        en: 'Goes into the record; from then on everything uses it.',
      },
      'x-when': 'finding = "upheld"',
      'x-widget': 'text',
    },
    answer: {
      type: 'string',
      minLength: 2,
      maxLength: 1000,
      'x-title': { zh: '给对方的答复', en: 'Answer to the person' },
      'x-widget': 'textarea',
    },
  },
  'x-steps': [{ id: 'main', title: { zh: '答复', en: 'Answer' }, fields: ['finding', 'value', 'answer'] }],
};

function AnswerDispute({ dispute, onClose }: { dispute: Dispute; onClose: () => void }) {
  const { w, t, text } = useDeskWords();
  const { message } = App.useApp();
  const opened = useDeskForm(form, 'dispute');
  const send = useStaffSend<{ id: string }>(() => {
    void message.success(w('disputes.done'));
    onClose();
  });
  const submit = () => {
    send.reset();
    if (opened.check().length > 0) return;
    const { finding, value, answer } = opened.answers();
    const upheld = finding === 'upheld';
    send.mutate({
      path: `/api/v1/disputes/${dispute.id}/answer`,
      purpose: 'dispute',
      body: { upheld, answer, ...(upheld ? { value: typed(value) } : {}) },
    });
  };
  return (
    <Modal
      open
      title={w('disputes.what', { resource: text(dispute.resourceName), field: text(dispute.fieldName) })}
      okText={w('disputes.send')}
      cancelText={t('cancel')}
      confirmLoading={send.isPending}
      onOk={submit}
      onCancel={onClose}
      mask={{ closable: false }}
    >
      <div className="desk-form">
        <blockquote className="desk-quote">{dispute.reason}</blockquote>
        {send.error && <Fault error={send.error} />}
        <FormErrors forms={[opened]} />
        <FormFields form={opened} headings={false} />
      </div>
    </Modal>
  );
}

/** The list does not say of which kind a field is: a number that is typed as one is sent as one. */
function typed(value: unknown): unknown {
  const given = String(value).trim();
  if (given === 'true' || given === 'false') return given === 'true';
  return /^-?(0|[1-9]\d{0,8})(\.\d+)?$/.test(given) ? Number(given) : given;
}
