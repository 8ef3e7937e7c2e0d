/** A secret to be typed into an authenticator, in groups that one can keep in mind. */
export function Secret({ children }: { children: string }) {
  return <code className="secret">{children.replace(/(.{4})(?=.)/g, '$1 ')}</code>;
}
