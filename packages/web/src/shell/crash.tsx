import { Component, type ReactNode } from 'react';
import { Button, Notice } from '@quancheng/ui';
import { useWords } from '../i18n/i18n.ts';

/** Catches what a page throws; mostly a chunk that a newer version no longer has. */
export class Crash extends Component<{ children: ReactNode }, { crashed: boolean }> {
  override state = { crashed: false };

  static getDerivedStateFromError() {
    return { crashed: true };
  }

  override render() {
    return this.state.crashed ? <Crashed /> : this.props.children;
  }
}

function Crashed() {
  const { t } = useWords();
  return (
    <main className="page page--plain">
      <Notice tone="danger" announce="alert" title={t('crash.title')}>
        <p>{t('crash.text')}</p>
        <Button onClick={() => location.reload()}>{t('crash.reload')}</Button>
      </Notice>
    </main>
  );
}
