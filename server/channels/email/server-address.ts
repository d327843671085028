import { X509Certificate } from 'node:crypto'
import type { LookupAddress } from 'node:dns'
import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import { getCACertificates } from 'node:tls'
import { isPublicAddress } from '#platform/public-address.ts'
import type { MailServer } from '#protocol/email.ts'

export type LookUp = (host: string) => Promise<LookupAddress[]>

export type FindOptions = {
  /** Whether it may lie on this machine or in its private network. */
  allowsPrivate: boolean
  lookUp?: LookUp
}

/** The server's name leads nowhere, or where we do not go, or it cannot be trusted; the sentence says what to do. */
export class ServerOutOfReach extends Error {
  override name = 'ServerOutOfReach'
}

/** As imapflow and nodemailer both take it; `STARTTLS` is theirs to ask for, each in its own way. */
type ReachableServer = {
  /** An address, not a name. */
  host: string
  port: number
  /** TLS from the first byte. */
  secure: boolean
  /** Whom the certificate must name; of an address without a name, the address. */
  servername?: string
  tls: { ca?: string[] }
}

/** Where to connect to, once it is clear that we may. @throws ServerOutOfReach */
export async function reachServer(server: MailServer, options: FindOptions): Promise<ReachableServer> {
  const { host, port, security, certificateAuthority } = server
  return {
    host: await findMailServer(server, options),
    port,
    secure: security === 'tls',
    ...(isIP(host) ? {} : { servername: host }),
    tls: certificateAuthority ? { ca: [...getCACertificates('default'), checkAuthority(certificateAuthority)] } : {},
  }
}

/** Node leaves out in silence what it cannot read. */
function checkAuthority(certificateAuthority: string): string {
  try {
    return new X509Certificate(certificateAuthority) && certificateAuthority
  } catch (cause) {
    throw new ServerOutOfReach(
      'The certificate authority cannot be read. It begins with -----BEGIN CERTIFICATE----- and ends with -----END CERTIFICATE-----: copy all of it.',
      { cause },
    )
  }
}

const MAIL_PORTS = new Set([25, 143, 465, 587, 993, 2525])

/**
 * The address to connect to. A member of one workspace must not look around in the network where this server stands, so
 * connect to what was checked (with `servername: host` for TLS), and do not ask the name again. @throws ServerOutOfReach
 */
export async function findMailServer(
  { host, port }: { host: string; port: number },
  { allowsPrivate, lookUp = lookUpAll }: FindOptions,
): Promise<string> {
  if (!MAIL_PORTS.has(port) && port <= 1_024)
    throw new ServerOutOfReach(`Port ${port} is none for mail. Reading uses 993 or 143, sending 465 or 587.`)
  const found = await lookUp(host).catch((cause) => {
    throw new ServerOutOfReach(`There is no server called ${host}. Check the name for typing mistakes.`, { cause })
  })
  const allowed = found.find(({ address }) => allowsPrivate || isPublicAddress(address))
  if (allowed) return allowed.address
  throw new ServerOutOfReach(
    `${host} is an address in a private network, which this server may not visit. Its operator allows it with INFOLETT_PRIVATE_MAIL_SERVERS=true.`,
  )
}

const lookUpAll: LookUp = (host) => lookup(host, { all: true })
