import { useState } from 'react';
import { Button, Modal } from 'antd';
import { useNavigate } from 'react-router';
import { useStaffSend } from '../../staff/api/queries.ts';
import { Fault } from '../../staff/shell/states.tsx';
import type { Content } from '../api/types.ts';
import { useAdminWords } from '../words.ts';
import { ElementField } from './element-field.tsx';
import type { Element } from './elements.ts';

const asked: readonly Element[] = [
  { name: 'agency', kind: 'agency' },
  { name: 'code', kind: 'line', label: 'basicCode' },
  { name: 'name', kind: 'line', label: 'officialName' },
];

/** The three things without which there is no draft. */
export function NewItem({ onClose }: { onClose: () => void }) {
  const { w } = useAdminWords();
  const navigate = useNavigate();
  const [content, setContent] = useState<Content>({});
  const send = useStaffSend<{ id: string }>(({ id }) => void navigate(`/admin/items/${id}`));
  return (
    <Modal open title={w('items.add')} footer={null} onCancel={onClose}>
      <form
        className="admin-form admin-form--single"
        onSubmit={(event) => {
          event.preventDefault();
          send.mutate({ path: '/api/v1/desk/items', body: content });
        }}
      >
        <p className="desk-soft">{w('items.addText')}</p>
        {send.error && <Fault error={send.error} />}
        {asked.map((element) => (
          <ElementField
            key={element.name}
            id={`new-${element.name}`}
            element={element}
            value={content[element.name]}
            onChange={(value) => setContent((before) => ({ ...before, [element.name]: value }))}
          />
        ))}
        <div className="desk-row">
          <Button type="primary" htmlType="submit" loading={send.isPending}>
            {w('items.addDo')}
          </Button>
          <Button onClick={onClose}>{w('cancel')}</Button>
        </div>
      </form>
    </Modal>
  );
}
