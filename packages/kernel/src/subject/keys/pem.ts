/** SubjectPublicKeyInfo as text (RFC 7468). */
export function pemOf(publicKey: Buffer): string {
  const lines = publicKey.toString('base64').match(/.{1,64}/g) ?? [];
  return ['-----BEGIN PUBLIC KEY-----', ...lines, '-----END PUBLIC KEY-----', ''].join('\n');
}
