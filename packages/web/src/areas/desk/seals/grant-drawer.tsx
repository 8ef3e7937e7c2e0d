import { useState } from 'react';
import { App, AutoComplete, Button, Input, InputNumber } from 'antd';
import type { ItemSummary, Page } from '../../../api/types.ts';
import { cityDay } from '../../../lib/format.ts';
import { useStaffApi, useStaffSend } from '../../staff/api/queries.ts';
import { useLater } from '../../staff/use-later.ts';
import type { Seal } from '../api/types.ts';
import { useDeskWords } from '../words.ts';
import { FormDrawer } from '../../staff/form/form-drawer.tsx';
import { Field, told } from '../../staff/form/field.tsx';

interface Wanted {
  account: string;
  forType: string;
  most: number | null;
  until: string;
  reason: string;
}

/** The last moment of a day in the city. */
function endOf(day: string): string {
  return new Date(`${day}T23:59:59+08:00`).toISOString();
}

/** Lets a colleague, or the platform for one kind of licence, use a seal. */
export function GrantDrawer({ seal, onClose }: { seal: Seal; onClose: () => void }) {
  const { w, t } = useDeskWords();
  const { message } = App.useApp();
  const [tried, setTried] = useState(false);
  const [wanted, setWanted] = useState<Wanted>({
    account: '',
    forType: '',
    most: null,
    until: cityDay(1),
    reason: '',
  });
  const set = (change: Partial<Wanted>) => setWanted((now) => ({ ...now, ...change }));
  const send = useStaffSend<Seal>(() => {
    void message.success(w('seals.grants.added'));
    onClose();
  });
  const faults = tried ? faultsOf(wanted) : {};
  const wrong = (name: keyof typeof faults) => faults[name] && w(faults[name]);

  function submit(): void {
    setTried(true);
    const [first] = Object.keys(faultsOf(wanted));
    if (first) return document.getElementById(`grant-${first}`)?.focus();
    const { account, forType, most, until, reason } = wanted;
    send.mutate({
      path: `/api/v1/desk/seals/${seal.id}/grants`,
      version: seal.version,
      body: {
        ...(account.trim() ? { account: account.trim() } : {}),
        ...(forType.trim() ? { forType: forType.trim() } : {}),
        ...(most === null ? {} : { most }),
        until: endOf(until),
        reason: reason.trim(),
      },
    });
  }

  return (
    <FormDrawer
      title={w('seals.grants.add')}
      size={520}
      error={send.error}
      onSubmit={submit}
      onClose={onClose}
    >
      <Field
        id="grant-account"
        label={w('seals.grants.account')}
        help={w('seals.grants.accountHelp')}
        wrong={wrong('account')}
      >
        <Input
          id="grant-account"
          autoComplete="off"
          value={wanted.account}
          onChange={({ target }) => set({ account: target.value })}
          {...told('grant-account', wrong('account'))}
        />
      </Field>
      <ForType value={wanted.forType} onChange={(forType) => set({ forType })} />
      <Field id="grant-most" label={w('seals.grants.most')} help={w('seals.grants.mostHelp')}>
        <InputNumber
          controls={false}
          id="grant-most"
          min={1}
          max={1_000_000}
          precision={0}
          value={wanted.most}
          onChange={(most) => set({ most })}
          aria-describedby="grant-most-help"
        />
      </Field>
      <Field
        id="grant-until"
        label={w('seals.grants.last')}
        help={w('seals.grants.untilHelp')}
        wrong={wrong('until')}
      >
        <Input
          id="grant-until"
          type="date"
          className="seal-date"
          min={cityDay(0)}
          max={cityDay(3)}
          value={wanted.until}
          onChange={({ target }) => set({ until: target.value })}
          {...told('grant-until', wrong('until'))}
        />
      </Field>
      <Field id="grant-reason" label={w('seals.reason')} wrong={wrong('reason')}>
        <Input.TextArea
          id="grant-reason"
          rows={3}
          maxLength={500}
          value={wanted.reason}
          onChange={({ target }) => set({ reason: target.value })}
          {...(wrong('reason') ? told('grant-reason', wrong('reason')) : {})}
        />
      </Field>
      <div className="desk-row">
        <Button type="primary" htmlType="submit" loading={send.isPending}>
          {w('seals.grants.add')}
        </Button>
        <Button onClick={onClose}>{t('cancel')}</Button>
      </div>
    </FormDrawer>
  );
}

function faultsOf({ account, forType, until, reason }: Wanted) {
  return {
    ...(account.trim() === '' && forType.trim() === '' ? { account: 'seals.grants.whoMissing' } : {}),
    ...(until === '' ? { until: 'seals.grants.untilMissing' } : {}),
    ...(reason.trim().length < 4 ? { reason: 'seals.reasonShort' } : {}),
  };
}

/** The code of an item, found as one types, or of a licence type as its pack writes it. */
function ForType({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const { w, text } = useDeskWords();
  const asked = useLater(value.trim(), 250);
  const found = useStaffApi<Page<ItemSummary>>(`/api/v1/items?limit=20&q=${encodeURIComponent(asked)}`);
  return (
    <Field id="grant-for" label={w('seals.grants.for')} help={w('seals.grants.forHelp')}>
      <AutoComplete
        id="grant-for"
        className="desk-wide"
        value={value}
        options={(found.data?.items ?? []).map(({ code, title }) => ({
          value: code,
          label: `${text(title)} · ${code}`,
        }))}
        onChange={(typed: string) => onChange(typed)}
      />
    </Field>
  );
}
