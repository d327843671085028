export type Pgp = { isEncrypted: boolean; said: string; armour: string | null }

const SIGNED = '-----BEGIN PGP SIGNED MESSAGE-----\n'
const SIGNATURE = '\n-----BEGIN PGP SIGNATURE-----\n'

/** PGP written into the text itself (RFC 9580 §7); undefined when there is none. */
export function openPgp(text: string): Pgp | undefined {
  if (text.startsWith('-----BEGIN PGP MESSAGE-----\n')) return { isEncrypted: true, said: '', armour: text }
  const signatureAt = text.indexOf(SIGNATURE)
  if (!text.startsWith(SIGNED) || signatureAt === -1) return undefined
  const saidAt = text.indexOf('\n\n') + 2
  // Lines that begin with a dash carry another one.
  const said = text.slice(saidAt, signatureAt).replace(/^- /gm, '').trim()
  return { isEncrypted: false, said, armour: `${text.slice(0, saidAt).trim()}\n${text.slice(signatureAt + 1)}` }
}
