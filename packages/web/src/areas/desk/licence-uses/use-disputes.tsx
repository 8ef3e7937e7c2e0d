import { useState } from 'react';
import { App, Button, Input, Modal } from 'antd';
import { AsWritten } from '../../../shell/as-written.tsx';
import { formatMoment } from '../../../lib/format.ts';
import { useStaffPages, useStaffSend } from '../../staff/api/queries.ts';
import { Field } from '../../staff/form/field.tsx';
import { Listed } from '../../staff/shell/listed.tsx';
import { Fault, Nothing } from '../../staff/shell/states.tsx';
import { useDeskWords } from '../words.ts';

interface UseDispute {
  id: string;
  record: string;
  at: string;
  matter: string;
  by: string | null;
  reason: string;
  createdAt: string;
}

/** Uses by my section that their holders do not agree with. */
export function UseDisputes() {
  const { w, t, lang } = useDeskWords();
  const pages = useStaffPages<UseDispute>('/api/v1/desk/licence-uses/disputes?limit=20');
  const [open, setOpen] = useState<UseDispute | null>(null);
  return (
    <section aria-labelledby="use-disputes">
      <h2 id="use-disputes">{w('licenceUses.disputes')}</h2>
      <Listed pages={pages} empty={<Nothing title={w('licenceUses.noDisputes')} />}>
        {(items) => (
          <ul className="desk-cards desk-cards--list">
            {items.map((dispute) => (
              <li key={dispute.id} className="desk-card">
                <p className="desk-strong">
                  <AsWritten>{dispute.matter}</AsWritten>
                </p>
                <blockquote className="desk-quote">
                  <AsWritten>{dispute.reason}</AsWritten>
                </blockquote>
                <p className="desk-soft">
                  {formatMoment(dispute.at, lang)} · {t('uses.record', { number: dispute.record })}
                  {dispute.by && (
                    <>
                      {' · '}
                      <AsWritten>{dispute.by}</AsWritten>
                    </>
                  )}
                </p>
                <Button onClick={() => setOpen(dispute)}>{w('disputes.answer')}</Button>
              </li>
            ))}
          </ul>
        )}
      </Listed>
      {open && <AnswerSheet dispute={open} onClose={() => setOpen(null)} />}
    </section>
  );
}

function AnswerSheet({ dispute, onClose }: { dispute: UseDispute; onClose: () => void }) {
  const { w, t } = useDeskWords();
  const { message } = App.useApp();
  const [answer, setAnswer] = useState('');
  const [wrong, setWrong] = useState<string>();
  const send = useStaffSend<{ id: string }>(() => {
    void message.success(w('disputes.done'));
    onClose();
  });
  return (
    <Modal
      open
      title={t('uses.record', { number: dispute.record })}
      okText={w('disputes.send')}
      cancelText={t('cancel')}
      confirmLoading={send.isPending}
      onCancel={onClose}
      mask={{ closable: false }}
      onOk={() => {
        const given = answer.trim();
        setWrong(given.length < 2 ? w('licenceUses.answerMissing') : undefined);
        if (given.length >= 2)
          send.mutate({ path: `/api/v1/desk/licence-uses/${dispute.id}/answer`, body: { answer: given } });
      }}
    >
      <div className="desk-form">
        <blockquote className="desk-quote">
          <AsWritten>{dispute.reason}</AsWritten>
        </blockquote>
        {send.error && <Fault error={send.error} />}
        <Field
          id="use-answer"
          label={w('licenceUses.answer')}
          help={w('licenceUses.answerHelp')}
          wrong={wrong}
        >
          <Input.TextArea
            id="use-answer"
            rows={4}
            maxLength={1000}
            value={answer}
            onChange={(event) => setAnswer(event.target.value)}
          />
        </Field>
      </div>
    </Modal>
  );
}
