import { useState } from 'react';
import { App, Button, Modal } from 'antd';
import { Star } from 'lucide-react';
import { Link } from 'react-router';
import { formatDay, formatMoment } from '../../../lib/format.ts';
import { useTitle } from '../../../shell/title.tsx';
import { useStaffPages, useStaffSend } from '../../staff/api/queries.ts';
import type { DeskForm, OpenRating } from '../api/types.ts';
import { FormErrors, FormFields } from '../form/fields.tsx';
import { useDeskForm } from '../form/use-desk-form.ts';
import { Fault, Nothing, PageHead } from '../../staff/shell/states.tsx';
import { useDeskWords } from '../words.ts';
import { Listed } from '../../staff/shell/listed.tsx';
import { AsWritten } from '../../../shell/as-written.tsx';

/** Bad ratings: someone calls back, mends what can be mended, and says so. */
export function RatingsPage() {
  const { w, lang, text } = useDeskWords();
  useTitle(w('ratings.title'));
  const pages = useStaffPages<OpenRating>('/api/v1/ratings/open?limit=20', 'rating-follow-up');
  const [open, setOpen] = useState<OpenRating | null>(null);
  const separator = lang === 'zh' ? '、' : ', ';
  return (
    <>
      <PageHead title={w('ratings.title')} />
      <p className="desk-soft">{w('ratings.text')}</p>
      <Listed pages={pages} empty={<Nothing title={w('ratings.none')}>{w('ratings.noneText')}</Nothing>}>
        {(items) => (
          <ul className="desk-cards desk-cards--list">
            {items.map((rating) => (
              <li key={rating.caseId} className="desk-card">
                <p className="desk-card__line">
                  <Stars n={rating.stars} />
                  <Link className="desk-rowlink" to={`/desk/cases/${rating.caseId}`}>
                    {text(rating.itemTitle)}
                  </Link>
                  <span className="desk-soft desk-figures">{rating.number}</span>
                </p>
                {rating.indices.length > 0 && (
                  <p>
                    {w('ratings.about', {
                      what: rating.indices.map((index) => w(`ratings.index.${index}`)).join(separator),
                    })}
                  </p>
                )}
                {rating.comment && (
                  <blockquote className="desk-quote">
                    <AsWritten>{rating.comment}</AsWritten>
                  </blockquote>
                )}
                <p className="desk-soft">
                  {formatMoment(rating.createdAt, lang)}
                  {` · ${w('ratings.due', { day: formatDay(rating.due, lang) })}`}
                </p>
                <Button onClick={() => setOpen(rating)}>{w('ratings.answer')}</Button>
              </li>
            ))}
          </ul>
        )}
      </Listed>
      {open && <AnswerRating rating={open} onClose={() => setOpen(null)} />}
    </>
  );
}

function Stars({ n }: { n: number }) {
  const { w } = useDeskWords();
  return (
    <span className="desk-stars">
      <span className="visually-hidden">{w('ratings.stars', { n })}</span>
      {Array.from({ length: 5 }, (_, index) => (
        <Star key={index} size={16} aria-hidden fill={index < n ? 'currentColor' : 'none'} />
      ))}
    </span>
  );
}

const form: DeskForm = {
  type: 'object',
  required: ['answer'],
  properties: {
    answer: {
      type: 'string',
      minLength: 2,
      maxLength: 1000,
      'x-title': { zh: '怎样回访、怎样整改', en: 'How you called back and what was mended' },
      'x-help': { zh: '评价人会看到这段话。', en: 'The person who rated can read this.' },
      'x-widget': 'textarea',
    },
  },
  'x-steps': [{ id: 'main', title: { zh: '答复', en: 'Answer' }, fields: ['answer'] }],
};

function AnswerRating({ rating, onClose }: { rating: OpenRating; onClose: () => void }) {
  const { w, t } = useDeskWords();
  const { message } = App.useApp();
  const opened = useDeskForm(form, 'rating');
  const send = useStaffSend<unknown>(() => {
    void message.success(w('ratings.done'));
    onClose();
  });
  const submit = () => {
    send.reset();
    if (opened.check().length > 0) return;
    send.mutate({
      path: `/api/v1/ratings/${rating.caseId}/answer`,
      purpose: 'rating-follow-up',
      body: opened.answers(),
    });
  };
  return (
    <Modal
      open
      title={`${w('ratings.answer')} · ${rating.number}`}
      okText={w('ratings.send')}
      cancelText={t('cancel')}
      confirmLoading={send.isPending}
      onOk={submit}
      onCancel={onClose}
      mask={{ closable: false }}
    >
      <div className="desk-form">
        {rating.comment && (
          <blockquote className="desk-quote">
            <AsWritten>{rating.comment}</AsWritten>
          </blockquote>
        )}
        {send.error && <Fault error={send.error} />}
        <FormErrors forms={[opened]} />
        <FormFields form={opened} headings={false} />
      </div>
    </Modal>
  );
}
