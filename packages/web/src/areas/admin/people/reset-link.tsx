import { Button, Typography } from 'antd';
import { formatMoment } from '../../../lib/format.ts';
import { useStaffSend } from '../../staff/api/queries.ts';
import { Fault } from '../../staff/shell/states.tsx';
import { useAdminWords } from '../words.ts';

const factors = [
  { factor: 'password', label: 'people.resetPassword' },
  { factor: 'code', label: 'people.resetCode' },
] as const;

/** A one-time link for whoever lost the password or the authenticator. */
export function ResetLink({ path }: { path: string }) {
  const { w, lang } = useAdminWords();
  const send = useStaffSend<{ link: string; expiresAt: string }>();
  return (
    <>
      <h2 className="admin-later">{w('people.reset')}</h2>
      <p className="desk-soft">{w('people.resetText')}</p>
      {send.error && <Fault error={send.error} />}
      {send.data && (
        <>
          <p>{w('people.invitedText', { until: formatMoment(send.data.expiresAt, lang) })}</p>
          <p>
            <Typography.Text copyable={{ text: send.data.link }} code>
              {send.data.link}
            </Typography.Text>
          </p>
        </>
      )}
      <div className="desk-row">
        {factors.map(({ factor, label }) => (
          <Button
            key={factor}
            loading={send.isPending}
            onClick={() => send.mutate({ path: `${path}/reset`, body: { factor } })}
          >
            {w(label)}
          </Button>
        ))}
      </div>
    </>
  );
}
