import { Button, Tag } from 'antd';
import { useStaffSend } from '../../staff/api/queries.ts';
import { Fault } from '../../staff/shell/states.tsx';
import { useSure } from '../../staff/shell/sure.ts';
import { useAdminWords } from '../words.ts';

interface SureStepProps<T> {
  label: string;
  /** What is asked before. */
  sure: string;
  /** Where it is done, by POST. */
  path: string;
  danger?: true;
  onDone: (answer: T) => void;
}

/** A step of a row that is asked about once more; what goes wrong stands beside it. */
export function SureStep<T>({ label, sure, path, danger, onDone }: SureStepProps<T>) {
  const { w } = useAdminWords();
  const send = useStaffSend<T>(onDone);
  const ask = useSure(w('cancel'));
  return (
    <>
      <Button
        size="small"
        danger={danger === true}
        loading={send.isPending}
        onClick={() => ask(label, sure, () => send.mutate({ path }))}
      >
        {label}
      </Button>
      {send.error && <Fault error={send.error} />}
    </>
  );
}

/** Whether a system is open to use. */
export function OpenTag({ closed }: { closed: boolean }) {
  const { w } = useAdminWords();
  return <Tag color={closed ? 'default' : 'success'}>{w(closed ? 'systems.closed' : 'systems.open')}</Tag>;
}
