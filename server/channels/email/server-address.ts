import type { LookupAddress } from 'node:dns'
import { lookup } from 'node:dns/promises'
import ipaddr from 'ipaddr.js'

export type LookUp = (host: string) => Promise<LookupAddress[]>

type Options = {
  /** Whether it may lie on this machine or in its private network. */
  allowsPrivate: boolean
  lookUp?: LookUp
}

/** The server's name leads nowhere, or where we do not go; the sentence says what to do. */
export class ServerNotFound extends Error {
  override name = 'ServerNotFound'
}

const MAIL_PORTS = new Set([25, 143, 465, 587, 993, 2525])

/**
 * The address to connect to. A member of one workspace must not look around in the network where this server stands, so
 * connect to what was checked (with `servername: host` for TLS), and do not ask the name again. @throws ServerNotFound
 */
export async function findMailServer(
  { host, port }: { host: string; port: number },
  { allowsPrivate, lookUp = lookUpAll }: Options,
): Promise<string> {
  if (!MAIL_PORTS.has(port) && port <= 1_024)
    throw new ServerNotFound(`Port ${port} is none for mail. Reading uses 993 or 143, sending 465 or 587.`)
  const found = await lookUp(host).catch((cause) => {
    throw new ServerNotFound(`There is no server called ${host}. Check the name for typing mistakes.`, { cause })
  })
  const allowed = found.find(({ address }) => allowsPrivate || isPublicAddress(address))
  if (allowed) return allowed.address
  throw new ServerNotFound(
    `${host} is an address in a private network, which this server may not visit. Its operator allows it with INFOLETT_PRIVATE_MAIL_SERVERS=true.`,
  )
}

const lookUpAll: LookUp = (host) => lookup(host, { all: true })

/** Neither loopback, private, link-local, shared, reserved, multicast nor a way round through another of these. */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false
  const read = ipaddr.process(address)
  return read.range() === 'unicast'
}
