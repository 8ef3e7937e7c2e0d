import { Tag } from 'antd';
import { Archive, Ban, CircleCheck, CirclePause } from 'lucide-react';
import type { KeyLine } from '../api/types.ts';
import { useAdminWords } from '../words.ts';

const looks = {
  active: { icon: CircleCheck, colour: 'success' },
  suspended: { icon: CirclePause, colour: 'warning' },
  retired: { icon: Archive, colour: 'default' },
  destroyed: { icon: Ban, colour: 'error' },
} as const;

export function KeyState({ state }: Pick<KeyLine, 'state'>) {
  const { w } = useAdminWords();
  const { icon: Icon, colour } = looks[state];
  return (
    <Tag color={colour} className="staff-standing">
      <Icon size={14} aria-hidden />
      {w(`keys.states.${state}`)}
    </Tag>
  );
}
