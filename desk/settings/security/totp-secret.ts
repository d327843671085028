/** The secret in an otpauth:// address, in groups of four as people read it; empty when there is none. */
export function readableSecret(uri: string): string {
  const secret = URL.parse(uri)?.searchParams.get('secret') ?? ''
  return secret.match(/.{1,4}/g)?.join(' ') ?? ''
}
