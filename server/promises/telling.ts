import type { RecordedEvent } from '#platform/events.ts'
import type { Log } from '#platform/log.ts'
import type { PublicPromiseBody } from '#protocol/promises.ts'
import type { Audience } from '#realtime/audience.ts'
import { isPromiseEvent } from './events.ts'
import type { ChannelRef, Promises } from './promise.ts'

/** The shop opens by the clock, and queues grow by themselves: open windows hear of it within so long. */
const LOOK_MILLISECONDS = 5_000

type TellingTools = {
  audience: Pick<Audience, 'openChannels' | 'tellChannel' | 'tellWorkspace'>
  promises: Pick<Promises, 'promiseOf' | 'forget'>
  log: Log
}

/**
 * Tells open chat windows what is promised when that changes: by hand, by the clock, or by what is going on. Desks hear
 * what was set by hand.
 */
export function tellPromises({ audience, promises, log }: TellingTools) {
  const told = new Map<string, string>()
  const looking = setInterval(lookAround, LOOK_MILLISECONDS)
  looking.unref()

  function lookAround(): void {
    const channels = audience.openChannels()
    const open = new Set(channels.map(keyOf))
    for (const key of told.keys()) if (!open.has(key)) told.delete(key)
    void tellAll(channels)
  }

  async function tellAll(channels: ChannelRef[]): Promise<void> {
    try {
      for (const channel of channels) tell(channel, await promises.promiseOf(channel))
    } catch (error) {
      log.warn({ err: error }, 'Open chat windows could not be told what is promised; they hear at the next look')
    }
  }

  function tell(channel: ChannelRef, promise: PublicPromiseBody): void {
    const news = JSON.stringify(promise)
    if (told.get(keyOf(channel)) === news) return
    told.set(keyOf(channel), news)
    audience.tellChannel(channel, { type: 'promise.changed', promise })
  }

  return {
    /** What a window is told that comes in. */
    async greeting(channel: ChannelRef): Promise<PublicPromiseBody> {
      const promise = await promises.promiseOf(channel)
      if (!told.has(keyOf(channel))) told.set(keyOf(channel), JSON.stringify(promise))
      return promise
    },
    /** After a commit. */
    hear(events: RecordedEvent[]): void {
      const changed = new Set(events.filter(changesPromises).map(({ workspaceId }) => workspaceId))
      for (const workspaceId of changed) {
        promises.forget(workspaceId)
        audience.tellWorkspace(workspaceId, { type: 'workspace.changed', what: 'hours' })
      }
      if (changed.size > 0) void tellAll(audience.openChannels().filter(({ workspaceId }) => changed.has(workspaceId)))
    },
    stop: () => clearInterval(looking),
  }
}

const keyOf = ({ workspaceId, channelId }: ChannelRef): string => `${workspaceId} ${channelId}`

const changesPromises = ({ type }: RecordedEvent): boolean => isPromiseEvent(type) || type === 'workspace.changed'
