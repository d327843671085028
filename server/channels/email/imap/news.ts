import type { ImapFlow } from 'imapflow'

/** Before a server that refuses to go on idling is looked at again. */
const WITHOUT_IDLE_MILLISECONDS = 30_000

/** Waits for new mail in the open folder; what is told while nobody waits is not forgotten. */
export function listenForNews(client: ImapFlow) {
  let hasCome = false
  let wake = () => {}
  client.on('exists', () => {
    hasCome = true
    wake()
  })
  client.on('close', () => wake())
  return {
    forget() {
      hasCome = false
    },
    /** Until there is news, the connection has ended, or this much time has passed. */
    async arrive(milliseconds: number, hasIdle: boolean): Promise<void> {
      if (hasCome || !client.usable) return
      let timer = setTimeout(() => wake(), milliseconds)
      await new Promise<void>((resolve) => {
        let isAwake = false
        wake = () => {
          isAwake = true
          resolve()
        }
        // The next command ends it.
        const idling = hasIdle ? client.idle() : new Promise<never>(() => {})
        const lookLater = () => {
          if (isAwake) return
          clearTimeout(timer)
          timer = setTimeout(() => wake(), Math.min(milliseconds, WITHOUT_IDLE_MILLISECONDS))
        }
        idling.then(lookLater, lookLater)
      })
      clearTimeout(timer)
    },
  }
}
