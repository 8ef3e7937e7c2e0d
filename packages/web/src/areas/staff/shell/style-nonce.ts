/** The page's own style carries the nonce that styles need; the policy knows no other way in. */
export function styleNonce(): string {
  return document.querySelector<HTMLElement>('style[nonce]')?.nonce ?? '';
}

let given = false;

/**
 * Ant Design measures scrollbars and holds the page still behind a dialog by styles to which it gives no
 * nonce, whatever its configuration says. Only scripts that the policy let in come by here.
 */
export function giveStylesNonce(): void {
  if (given) return;
  given = true;
  const nonce = styleNonce();
  const create: (name: string, options?: ElementCreationOptions) => HTMLElement =
    document.createElement.bind(document);
  document.createElement = ((name: string, options?: ElementCreationOptions) => {
    const element = create(name, options);
    if (element instanceof HTMLStyleElement) element.nonce = nonce;
    return element;
  }) as typeof document.createElement;
}
