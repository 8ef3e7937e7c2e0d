/*
 * Runs before the page is painted, so that a chosen theme or type size does not flash. It stands within the page.
 */
(() => {
  const root = document.documentElement;
  root.classList.add('js');

  // oxlint-disable-next-line unicorn/consistent-function-scoping -- outside it would be a global of the page
  const chosen = (name: string): string | null => {
    try {
      return localStorage.getItem(name);
    } catch {
      return null; // storage is forbidden: the system's choice it is
    }
  };

  if (chosen('qc_type') === 'large') root.dataset['type'] = 'large';
  const dark = matchMedia('(prefers-color-scheme: dark)').matches;
  root.dataset['theme'] = chosen('qc_theme') ?? (dark ? 'dark' : 'light');
})();
