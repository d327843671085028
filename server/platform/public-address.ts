import ipaddr from 'ipaddr.js'

/** Neither loopback, private, link-local, shared, reserved, multicast nor a way round through another of these. */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false
  const read = ipaddr.process(address)
  return read.range() === 'unicast'
}
