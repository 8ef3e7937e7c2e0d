import { useId, useState, type ReactNode } from 'react';
import { Button, Input, Modal } from 'antd';
import type { UseMutationResult } from '@tanstack/react-query';
import { Fault } from '../shell/states.tsx';
import { Field, told } from './field.tsx';

interface ReasonSheetProps {
  title: string;
  /** What will happen. */
  text: ReactNode;
  label: string;
  /** Said when the reason is too short. */
  short: string;
  /** Characters of a reason at least. */
  least: number;
  ok: string;
  cancel: string;
  danger?: boolean;
  send: Pick<UseMutationResult<unknown, Error>, 'error' | 'isPending'>;
  onReason: (reason: string) => void;
  onClose: () => void;
  /** Asked besides the reason. */
  children?: ReactNode;
}

/** A step that is taken with a reason, which is kept. */
export function ReasonSheet({ send, least, onReason, onClose, ...props }: ReasonSheetProps) {
  const id = useId();
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const written = reason.trim();
  const wrong = tried && written.length < least ? props.short : undefined;
  return (
    <Modal open title={props.title} footer={null} onCancel={onClose} mask={{ closable: false }}>
      <form
        className="staff-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          if (written.length >= least) onReason(written);
          else document.getElementById(id)?.focus();
        }}
      >
        <div>{props.text}</div>
        {send.error && <Fault error={send.error} />}
        {props.children}
        <Field id={id} label={props.label} wrong={wrong}>
          <Input.TextArea
            id={id}
            rows={3}
            maxLength={500}
            value={reason}
            onChange={({ target }) => setReason(target.value)}
            {...(wrong ? told(id, wrong) : {})}
          />
        </Field>
        <div className="desk-row">
          <Button type="primary" danger={props.danger ?? false} htmlType="submit" loading={send.isPending}>
            {props.ok}
          </Button>
          <Button onClick={onClose}>{props.cancel}</Button>
        </div>
      </form>
    </Modal>
  );
}
