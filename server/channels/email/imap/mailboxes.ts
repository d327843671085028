import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { DatabaseConnection } from '#platform/database/database.ts'
import type { ReadingTools } from './connecting.ts'
import { type Leased, leaseMailboxes, releaseMailboxes } from './leasing.ts'
import { type MailboxRef, watchMailbox } from './watching.ts'

type Tools = ReadingTools & { connection: Pick<DatabaseConnection, 'db' | 'transact' | 'onCommit'> }
export type OpenMailboxes = { close(): Promise<void> }

const LOOK_MILLISECONDS = 5_000
/** After a start not all connect in the same instant. */
const BETWEEN_STARTS_MILLISECONDS = 20

type Watch = { ref: MailboxRef; fingerprint: string; stop(): Promise<void> }

/**
 * Watches all mailboxes that no other process watches. One that is connected, changed or paused here is taken note of
 * at once, one that another process changed or left within seconds.
 */
export function openMailboxes(tools: Tools): OpenMailboxes {
  const { connection, log } = tools
  const watcher = randomUUID()
  const watches = new Map<string, Watch>()
  let isOpen = true
  let looking: Promise<void> | undefined
  let looksAgain = false

  const look = (): void => {
    if (!isOpen) return
    looksAgain = looking !== undefined
    if (looking) return
    looking = lookAround()
      .catch((error) => log.debug({ err: error }, 'Mailboxes could not be looked at'))
      .finally(() => {
        looking = undefined
        if (looksAgain) look()
      })
  }
  connection.onCommit((events) => {
    for (const { type, data } of events) if (type === 'channel.consent-given') beginAnew(data?.channelId)
    if (events.some(({ type }) => CHANGES.has(type))) look()
  })
  const timer = setInterval(look, LOOK_MILLISECONDS)
  look()

  return {
    async close() {
      isOpen = false
      clearInterval(timer)
      await looking
      await Promise.all([...watches.values()].map(({ stop }) => stop()))
      await releaseMailboxes(connection.db, watcher).catch((error) =>
        log.debug({ err: error }, 'Mailboxes stay leased'),
      )
    },
  }

  function beginAnew(channelId: unknown): void {
    for (const watch of watches.values()) if (watch.ref.channelId === channelId) watch.fingerprint = ''
  }

  async function lookAround(): Promise<void> {
    const leased = new Map((await leaseMailboxes(connection.db, watcher)).map((one) => [one.channelId, one]))
    if (!isOpen) return
    const ended = [...watches.values()].filter(
      ({ ref, fingerprint }) => leased.get(ref.channelId)?.fingerprint !== fingerprint,
    )
    await Promise.all(ended.map(end))
    let count = 0
    for (const one of leased.values())
      if (!watches.has(one.channelId)) watches.set(one.channelId, start(one, count++ * BETWEEN_STARTS_MILLISECONDS))
    for (const { ref } of ended) if (!leased.has(ref.channelId)) await releaseMailboxes(connection.db, watcher, ref)
  }

  function start({ fingerprint, ...ref }: Leased, delay: number): Watch {
    const stopping = new AbortController()
    const { signal } = stopping
    const watching = sleep(delay, undefined, { signal })
      .then(() => watchMailbox(tools, ref, signal))
      .catch((error) => {
        if (!signal.aborted) log.error({ ...ref, err: error }, 'A mailbox is no longer watched')
      })
    return {
      ref,
      fingerprint,
      async stop() {
        stopping.abort()
        await watching
      },
    }
  }

  async function end(watch: Watch): Promise<void> {
    watches.delete(watch.ref.channelId)
    await watch.stop()
  }
}

/** What changes whether, where or how a mailbox is read; its own news are no reason to look at all of them. */
const CHANGES = new Set([
  'channel.created',
  'channel.changed',
  'channel.paused',
  'channel.resumed',
  'channel.consent-given',
])
