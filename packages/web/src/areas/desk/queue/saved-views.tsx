import { useState } from 'react';
import { Button, Form, Input, Modal, Tag } from 'antd';
import { BookmarkPlus } from 'lucide-react';
import { useNavigate } from 'react-router';
import { useStaffApi, useStaffSend } from '../../staff/api/queries.ts';
import { Fault } from '../../staff/shell/states.tsx';
import { useDeskWords } from '../words.ts';
import { toQuery, type Filters } from './query.ts';

interface SavedView {
  id: string;
  name: string;
  filters: Partial<Filters>;
}

const path = '/api/v1/desk/views';

/** The queues that one keeps under a name, and a way to keep this one. */
export function SavedViews({ filters }: { filters: Filters }) {
  const { w } = useDeskWords();
  const navigate = useNavigate();
  const { data } = useStaffApi<{ items: SavedView[] }>(path);
  const remove = useStaffSend<{ id: string }>();
  const [naming, setNaming] = useState(false);
  const now = toQuery(filters).toString();
  const saved = data?.items ?? [];
  const isSaved = saved.some((view) => toQuery(view.filters).toString() === now);
  if (saved.length === 0 && now === '') return null;
  return (
    <div className="desk-saved">
      {saved.length > 0 && <span className="desk-soft">{w('views.mine')}</span>}
      {saved.map((view) => {
        const query = toQuery(view.filters).toString();
        return (
          <Tag
            key={view.id}
            color={query === now ? 'processing' : 'default'}
            closable={{ 'aria-label': w('views.remove', { name: view.name }) }}
            onClose={(event) => {
              event.preventDefault();
              remove.mutate({ path: `${path}/${view.id}`, method: 'DELETE' });
            }}
          >
            <Button
              type="link"
              size="small"
              aria-current={query === now ? 'true' : undefined}
              onClick={() => void navigate({ search: query })}
            >
              {view.name}
            </Button>
          </Tag>
        );
      })}
      {now !== '' && !isSaved && (
        <Button
          type="text"
          size="small"
          icon={<BookmarkPlus size={16} aria-hidden />}
          onClick={() => setNaming(true)}
        >
          {w('views.save')}
        </Button>
      )}
      {remove.error && <Fault error={remove.error} />}
      {naming && <NameView filters={filters} onClose={() => setNaming(false)} />}
    </div>
  );
}

function NameView({ filters, onClose }: { filters: Filters; onClose: () => void }) {
  const { w, t } = useDeskWords();
  const [name, setName] = useState('');
  const send = useStaffSend<SavedView>(onClose);
  const ready = name.trim() !== '';
  function submit(): void {
    const kept = Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== ''));
    if (ready) send.mutate({ path, body: { name: name.trim(), filters: kept } });
  }
  return (
    <Modal
      open
      title={w('views.save')}
      okText={w('views.keep')}
      cancelText={t('cancel')}
      okButtonProps={{ disabled: !ready }}
      confirmLoading={send.isPending}
      onOk={submit}
      onCancel={onClose}
    >
      {send.error && <Fault error={send.error} />}
      <Form layout="vertical" onFinish={submit}>
        <Form.Item label={w('views.name')} htmlFor="view-name" extra={w('views.nameHelp')}>
          <Input
            id="view-name"
            value={name}
            maxLength={30}
            onChange={(event) => setName(event.target.value)}
          />
        </Form.Item>
      </Form>
    </Modal>
  );
}
