import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { WebSocket } from 'ws'

/** Time the system needs to take back the pages that a collection has freed. */
const SETTLE_MILLISECONDS = 2_000

/** Lets a server started with `--inspect` throw away what it no longer needs, by the Chrome DevTools Protocol. */
export async function collectGarbage(inspectPort: number): Promise<void> {
  const targets: unknown = await (await fetch(`http://127.0.0.1:${inspectPort}/json/list`)).json()
  const [target] = targets as { webSocketDebuggerUrl: string }[]
  if (!target) throw new Error('The server cannot be inspected')
  const inspector = new WebSocket(target.webSocketDebuggerUrl)
  await once(inspector, 'open')
  for (const id of [1, 2]) {
    inspector.send(JSON.stringify({ id, method: 'HeapProfiler.collectGarbage' }))
    await once(inspector, 'message')
  }
  inspector.close()
  await sleep(SETTLE_MILLISECONDS)
}
