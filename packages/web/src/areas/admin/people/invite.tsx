import { useState } from 'react';
import { Button, Modal, Typography } from 'antd';
import { formatMoment } from '../../../lib/format.ts';
import { useStaffSend } from '../../staff/api/queries.ts';
import { Fault } from '../../staff/shell/states.tsx';
import { Told } from '../told.tsx';
import { useAdminWords } from '../words.ts';
import { isWhole, noPlace, PlaceForm } from './place-form.tsx';

/** A link by which someone makes an account with a post; nobody gets a password that another one chose. */
export function Invite({ onClose }: { onClose: () => void }) {
  const { w, lang } = useAdminWords();
  const [place, setPlace] = useState(noPlace);
  const send = useStaffSend<{ link: string; expiresAt: string }>();
  return (
    <Modal open title={w('people.invite')} footer={null} onCancel={onClose}>
      {send.data ? (
        <div className="admin-form admin-form--single">
          <Told type="success" title={w('people.invited')} />
          <p>{w('people.invitedText', { until: formatMoment(send.data.expiresAt, lang) })}</p>
          <Typography.Text copyable={{ text: send.data.link }} code>
            {send.data.link}
          </Typography.Text>
        </div>
      ) : (
        <form
          className="admin-form admin-form--single"
          onSubmit={(event) => {
            event.preventDefault();
            send.mutate({ path: '/api/v1/admin/staff/invitations', body: place });
          }}
        >
          <p className="desk-soft">{w('people.inviteText')}</p>
          {send.error && <Fault error={send.error} />}
          <PlaceForm id="invite" place={place} onChange={setPlace} />
          <div className="desk-row">
            <Button type="primary" htmlType="submit" disabled={!isWhole(place)} loading={send.isPending}>
              {w('people.makeLink')}
            </Button>
            <Button onClick={onClose}>{w('cancel')}</Button>
          </div>
        </form>
      )}
    </Modal>
  );
}
