import type { Example } from '../lib/example.ts';
import { Banner, Notice } from './notice.tsx';

export const examples: Example[] = [
  { name: 'info', element: <Notice title="已保存为草稿">您可以随时回来继续。</Notice> },
  { name: 'success', element: <Notice tone="success" title="已提交" /> },
  { name: 'caution', element: <Notice tone="caution" title="请在 5 个工作日内补正" /> },
  { name: 'danger', element: <Notice tone="danger" title="没有提交成功" announce="alert" /> },
  { name: 'banner', element: <Banner>网络已断开,已填内容还在。</Banner> },
];
