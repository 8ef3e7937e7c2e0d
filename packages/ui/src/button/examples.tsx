import type { Example } from '../lib/example.ts';
import { Button, LinkButton } from './button.tsx';

export const examples: Example[] = [
  { name: 'primary', element: <Button>提交</Button> },
  { name: 'secondary', element: <Button variant="secondary">保存并退出</Button> },
  { name: 'quiet', element: <Button variant="quiet">有误?</Button> },
  { name: 'danger', element: <Button variant="danger">撤回申请</Button> },
  { name: 'busy', element: <Button busy>正在提交…</Button> },
  {
    name: 'link',
    element: (
      <LinkButton href="/apply/elder-card" wide>
        开始办理
      </LinkButton>
    ),
  },
];
