/**
 * Runs `act` while no other tab of this shop runs one of the same name. Without Web Locks (pages without TLS) it simply
 * runs: the server still takes the same message only once.
 */
export async function alone(name: string, act: () => Promise<void>): Promise<void> {
  return navigator.locks ? navigator.locks.request(name, act) : act()
}
