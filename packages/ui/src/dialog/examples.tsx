import { Button } from '../button/button.tsx';
import type { Example } from '../lib/example.ts';
import { Dialog } from './dialog.tsx';

const ignore = () => undefined;

export const examples: Example[] = [
  {
    name: 'withdraw',
    element: (
      <Dialog title="撤回申请" closeLabel="关闭" onClose={ignore}>
        <p>撤回后需要重新申请。</p>
        <Button variant="danger">撤回</Button>
      </Dialog>
    ),
  },
];
