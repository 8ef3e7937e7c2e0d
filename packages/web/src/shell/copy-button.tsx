import { useState } from 'react';
import { Button } from '@quancheng/ui';
import { Copy } from 'lucide-react';
import { useWords } from '../i18n/i18n.ts';

/** Copies a text, and says whether it did: some browsers do not let a page write the clipboard. */
export function CopyButton({ text, label }: { text: string; label: string }) {
  const { t } = useWords();
  const [outcome, setOutcome] = useState<'copied' | 'notCopied'>();
  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(text);
      setOutcome('copied');
    } catch {
      setOutcome('notCopied');
    }
  }
  return (
    <div className="actions js-only">
      <Button variant="secondary" icon={<Copy size={20} aria-hidden />} onClick={() => void copy()}>
        {label}
      </Button>
      <output>{outcome && t(`copy.${outcome}`)}</output>
    </div>
  );
}
