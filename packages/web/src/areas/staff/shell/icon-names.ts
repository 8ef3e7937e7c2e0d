import { useEffect } from 'react';
import { useStaffWords } from '../words.ts';

/**
 * Ant Design names its own icons in English ("close-circle"). Beside words an icon says nothing more and is
 * hidden from voices; the one that clears a field is all its button has, and is named in the page's language.
 */
export function useIconNames(): void {
  const { w } = useStaffWords();
  const clear = w('clear');
  useEffect(() => {
    const name = () => nameIcons(clear);
    name();
    const observer = new MutationObserver(name);
    observer.observe(document.body, { childList: true, subtree: true });
    return () => observer.disconnect();
  }, [clear]);
}

function nameIcons(clear: string): void {
  for (const icon of document.querySelectorAll('.anticon[aria-label]')) {
    icon.removeAttribute('aria-label');
    icon.setAttribute('aria-hidden', 'true');
    const button = icon.closest('button, [role="button"]');
    if (button?.textContent === '' && !button.hasAttribute('aria-label'))
      button.setAttribute('aria-label', clear);
  }
  for (const button of document.querySelectorAll('button[aria-label="Clear"]'))
    button.setAttribute('aria-label', clear);
}
