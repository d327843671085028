/**
 * Runs `act` while no other tab of this shop runs one of the same name. Where there are no Web Locks (no TLS, blocked
 * storage) it simply runs: the server still takes the same message only once.
 */
export async function alone(name: string, act: () => Promise<void>) {
  let hasBegun = false
  const begin = () => {
    hasBegun = true
    return act()
  }
  try {
    await navigator.locks.request(name, begin)
  } catch (error) {
    if (hasBegun) throw error
    await act()
  }
}
