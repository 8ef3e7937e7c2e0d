import { useMemo, useState } from 'react';
import { App, Button, Modal } from 'antd';
import { formatMoment } from '../../../lib/format.ts';
import { AsWritten } from '../../../shell/as-written.tsx';
import { useTitle } from '../../../shell/title.tsx';
import { useStaffApi, useStaffPages, useStaffSend } from '../../staff/api/queries.ts';
import type { DeskField, DeskForm, Dispute, DisputeDetail } from '../api/types.ts';
import { FormErrors, FormFields } from '../form/fields.tsx';
import { useDeskForm } from '../form/use-desk-form.ts';
import { Fault, Nothing, PageHead, Shown } from '../../staff/shell/states.tsx';
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
                <blockquote className="desk-quote">
                  <AsWritten>{dispute.reason}</AsWritten>
                </blockquote>
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

/** What the answer asks for; the right value is asked for as the record keeps it. */
function formOf({ schema }: DisputeDetail): DeskForm {
  const value = valueField(schema);
  const fields = ['finding', ...(value ? ['value'] : []), 'answer'];
  return {
    type: 'object',
    required: fields,
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
      ...(value ? { value } : {}),
      answer: {
        type: 'string',
        minLength: 2,
        maxLength: 1000,
        'x-title': { zh: '给对方的答复', en: 'Answer to the person' },
        'x-widget': 'textarea',
      },
    },
    'x-steps': [{ id: 'main', title: { zh: '答复', en: 'Answer' }, fields }],
  };
}

/** A list of entries is corrected where it is kept, not in one box. */
function valueField({ 'x-format': format, ...field }: DisputeDetail['schema']): DeskField | null {
  if (field.type === 'array') return null;
  return {
    ...field,
    ...(format === 'money' ? { 'x-widget': 'money' as const } : {}),
    'x-title': { zh: '正确的内容', en: 'The right value' },
    'x-help': {
      zh: '写入记录，之后的办理都以它为准。',
      en: 'Goes into the record; from then on everything uses it.',
    },
    'x-when': 'finding = "upheld"',
  };
}

interface AnswerDisputeProps {
  dispute: Dispute;
  onClose: () => void;
}

/** Reads what the record says now, which its subject can see was looked at, and asks for the answer. */
function AnswerDispute({ dispute, onClose }: AnswerDisputeProps) {
  const { w, text } = useDeskWords();
  const detail = useStaffApi<DisputeDetail>(`/api/v1/disputes/${dispute.id}`, 'dispute');
  const title = w('disputes.what', { resource: text(dispute.resourceName), field: text(dispute.fieldName) });
  if (detail.data) return <AnswerSheet title={title} dispute={detail.data} onClose={onClose} />;
  return (
    <Modal open title={title} footer={null} onCancel={onClose}>
      <Shown query={detail}>{() => null}</Shown>
    </Modal>
  );
}

interface AnswerSheetProps {
  title: string;
  dispute: DisputeDetail;
  onClose: () => void;
}

function AnswerSheet({ title, dispute, onClose }: AnswerSheetProps) {
  const { w, t, text } = useDeskWords();
  const { message } = App.useApp();
  const form = useMemo(() => formOf(dispute), [dispute]);
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
      body: { upheld, answer, ...(upheld && value !== undefined ? { value } : {}) },
    });
  };
  return (
    <Modal
      open
      title={title}
      okText={w('disputes.send')}
      cancelText={t('cancel')}
      confirmLoading={send.isPending}
      onOk={submit}
      onCancel={onClose}
      mask={{ closable: false }}
    >
      <div className="desk-form">
        <blockquote className="desk-quote">
          <AsWritten>{dispute.reason}</AsWritten>
        </blockquote>
        <p>
          {w('disputes.now')} <AsWritten>{text(dispute.shown)}</AsWritten>
        </p>
        {!form.properties['value'] && <p className="desk-soft">{w('disputes.list')}</p>}
        {send.error && <Fault error={send.error} />}
        <FormErrors forms={[opened]} />
        <FormFields form={opened} headings={false} />
      </div>
    </Modal>
  );
}
