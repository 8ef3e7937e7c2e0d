import { Inbox } from 'lucide-react';
import { LinkButton } from '../button/button.tsx';
import type { Example } from '../lib/example.ts';
import { Empty } from './empty.tsx';

export const examples: Example[] = [
  {
    name: 'no matters',
    element: (
      <Empty
        icon={<Inbox aria-hidden />}
        title="您还没有办过事项"
        action={
          <LinkButton variant="secondary" href="/search">
            找要办的事
          </LinkButton>
        }
      >
        办过的、正在办的都会在这里。
      </Empty>
    ),
  },
];
