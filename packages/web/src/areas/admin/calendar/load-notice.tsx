import { useState } from 'react';
import { App, Button, Input, Modal } from 'antd';
import { formatDay } from '../../../lib/format.ts';
import { useStaffSend } from '../../staff/api/queries.ts';
import { Fault } from '../../staff/shell/states.tsx';
import { Scroll } from '../../staff/shell/scroll.tsx';
import { Told } from '../told.tsx';
import { useAdminWords } from '../words.ts';

interface NoticeDay {
  date: string;
  working: boolean;
  source: string;
}

interface Preview {
  checked: number;
  changed: { number: string; before: string | null; after: string | null }[];
}

/** A yearly notice: its number, its holidays and its make-up days; what it changes is shown before it is taken. */
export function LoadNotice({ onClose }: { onClose: () => void }) {
  const { w } = useAdminWords();
  const { message } = App.useApp();
  const [source, setSource] = useState('');
  const [off, setOff] = useState('');
  const [on, setOn] = useState('');
  const [shown, setShown] = useState<{ of: string; preview: Preview } | null>(null);
  const days = [...daysOf(off, false, source), ...daysOf(on, true, source)];
  const wrong = [...wrongIn(off), ...wrongIn(on)];
  const asked = JSON.stringify(days);
  const preview = useStaffSend<Preview>();
  const load = useStaffSend<{ days: number }>(({ days: n }) => {
    void message.success(w('calendar.loaded', { n }));
    onClose();
  });
  const ready = source.trim() !== '' && days.length > 0 && wrong.length === 0;
  return (
    <Modal open title={w('calendar.load')} footer={null} width={640} onCancel={onClose}>
      <div className="admin-form admin-form--single">
        <p className="desk-soft">{w('calendar.loadText')}</p>
        {preview.error && <Fault error={preview.error} />}
        {load.error && <Fault error={load.error} />}
        <div className="desk-field">
          <label className="desk-field__label" htmlFor="notice-source">
            {w('calendar.source')}
          </label>
          <Input id="notice-source" value={source} onChange={(event) => setSource(event.target.value)} />
        </div>
        <Dates id="notice-off" label={w('calendar.holidays')} value={off} onChange={setOff} />
        <Dates id="notice-on" label={w('calendar.makeUps')} value={on} onChange={setOn} />
        {wrong.length > 0 && (
          <p className="desk-field__error" role="alert">
            {w('calendar.wrong', { lines: wrong.join(' ') })}
          </p>
        )}
        <div className="desk-row">
          <Button
            disabled={!ready}
            loading={preview.isPending}
            onClick={() =>
              preview.mutate(
                { path: '/api/v1/admin/calendar/preview', body: { days } },
                { onSuccess: (found) => setShown({ of: asked, preview: found }) },
              )
            }
          >
            {w('calendar.preview')}
          </Button>
          <Button
            type="primary"
            disabled={!ready || shown?.of !== asked}
            loading={load.isPending}
            onClick={() => load.mutate({ path: '/api/v1/admin/calendar/notices', body: { days } })}
          >
            {w('calendar.take')}
          </Button>
        </div>
        {shown?.of === asked && <Changes preview={shown.preview} />}
      </div>
    </Modal>
  );
}

function Dates({
  id,
  label,
  value,
  onChange,
}: {
  id: string;
  label: string;
  value: string;
  onChange: (value: string) => void;
}) {
  const { w } = useAdminWords();
  return (
    <div className="desk-field">
      <label className="desk-field__label" htmlFor={id}>
        {label}
      </label>
      <p className="desk-field__help" id={`${id}-help`}>
        {w('calendar.datesHelp')}
      </p>
      <Input.TextArea
        id={id}
        aria-describedby={`${id}-help`}
        rows={3}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </div>
  );
}

function Changes({ preview }: { preview: Preview }) {
  const { w, lang } = useAdminWords();
  const { checked, changed } = preview;
  const day = (date: string | null) => (date === null ? '—' : formatDay(date, lang));
  return (
    <>
      <Told
        type={changed.length === 0 ? 'info' : 'warning'}
        title={w('calendar.moves', { n: changed.length, checked })}
      />
      {changed.length > 0 && (
        <Scroll label={w('calendar.preview')}>
          <table className="admin-rules">
            <thead>
              <tr>
                <th scope="col">{w('rules.case')}</th>
                <th scope="col">{w('calendar.dueBefore')}</th>
                <th scope="col">{w('calendar.dueAfter')}</th>
              </tr>
            </thead>
            <tbody>
              {changed.map((line) => (
                <tr key={line.number}>
                  <th scope="row" className="desk-figures">
                    {line.number}
                  </th>
                  <td>{day(line.before)}</td>
                  <td>{day(line.after)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
    </>
  );
}

const separators = /[\s,;，；、]+/;
const date = /^\d{4}-\d{2}-\d{2}$/;

function daysOf(text: string, working: boolean, source: string): NoticeDay[] {
  return text
    .split(separators)
    .filter((part) => date.test(part))
    .map((part) => ({ date: part, working, source: source.trim() }));
}

function wrongIn(text: string): string[] {
  return text.split(separators).filter((part) => part !== '' && !date.test(part));
}
