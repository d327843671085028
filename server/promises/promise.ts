import type { Database } from '#platform/database/database.ts'
import type { ChannelKind } from '#protocol/conversations.ts'
import type { ChannelPromise, GateState, PublicPromiseBody } from '#protocol/promises.ts'
import { defaultPromise, isLive, promisedSeconds, readPromise } from './channel-promise.ts'
import { dateAt, daysLater } from './clock.ts'
import { expectedAnswer } from './expected-answer.ts'
import { forecastWait } from './forecast.ts'
import { type Gate, moveGate, type Observation, openGate } from './gate.ts'
import { breakUntil, closesAt, type Hours, isOpen, nextOpening } from './hours.ts'
import { forgetHours, hoursOf } from './hours-of.ts'
import { channelNotFound } from './problems.ts'
import { remembering } from './remembering.ts'
import { situationOf } from './situation.ts'

/** Often enough that a window hears within seconds, seldom enough that a crowd asks for nothing. */
const LOOK_MILLISECONDS = 5_000
/** A gate that nobody has looked at for so long stands where things are. */
const FORGOTTEN_MILLISECONDS = 5 * 60_000
const SPECIAL_DAYS = 14

export type Promises = ReturnType<typeof createPromises>
export type ChannelRef = { workspaceId: string; channelId: string }

/** What channels promise, watched together in this process. */
export function createPromises({ db, countAgents }: { db: Database; countAgents: (workspaceId: string) => number }) {
  const gates = new Map<string, { gate: Gate; at: Date }>()
  const looks = remembering(LOOK_MILLISECONDS, look)

  return {
    /** What the channel's public promise says. @throws channelNotFound */
    promiseOf: async ({ workspaceId, channelId }: ChannelRef): Promise<PublicPromiseBody> =>
      (await looks.get(db, workspaceId, channelId)).body,
    /** How the gate stands, for the team. @throws channelNotFound */
    stateOf: async ({
      workspaceId,
      channelId,
    }: ChannelRef): Promise<{ state: GateState; forecastSeconds: number | null }> =>
      (await looks.get(db, workspaceId, channelId)).gate,
    /** Somebody has changed hours, breaks, promises or the workspace: the next look is a new one. */
    forget(workspaceId: string): void {
      forgetHours(db, workspaceId)
      looks.forget(db, workspaceId)
    },
  }

  async function look(_db: Database, workspaceId: string, channelId: string | null) {
    const channel = await readChannel(db, workspaceId, channelId)
    const now = new Date()
    const hours = await hoursOf(db, workspaceId, channel.id)
    const agents = countAgents(workspaceId)
    const forecastSeconds = forecastWait(await situationOf(db, channel, { agents, now }))
    const seen: Observation = {
      isOpen: isOpen(hours, now),
      isAttended: agents > 0 || !isLive(channel.kind),
      forecastSeconds,
      promisedSeconds: promisedSeconds(channel.promise.promise, hours),
    }
    const state = standing(`${workspaceId} ${channel.id}`, seen, now)
    return {
      gate: { state, forecastSeconds: forecastSeconds ?? null },
      body: {
        ...sayHours(hours, now),
        state,
        lead: leadOf(state, channel.promise),
        expectedAnswer: (await expectedAnswer(db, workspaceId, channel.id, now)) ?? null,
        contact: channel.contact,
      },
    }
  }

  function standing(key: string, seen: Observation, at: Date): GateState {
    const before = gates.get(key)
    const isKnown = before && at.getTime() - before.at.getTime() < FORGOTTEN_MILLISECONDS
    const gate = isKnown ? moveGate(before.gate, seen, at) : openGate(seen)
    gates.set(key, { gate, at })
    return gate.state
  }
}

type Channel = {
  workspaceId: string
  id: string
  kind: ChannelKind
  promise: ChannelPromise
  contact: PublicPromiseBody['contact']
}

async function readChannel(db: Database, workspaceId: string, channelId: string | null): Promise<Channel> {
  const row = await db
    .selectFrom('channels')
    .innerJoin('workspaces', 'workspaces.id', 'channels.workspaceId')
    .where('channels.workspaceId', '=', workspaceId)
    .where('channels.id', '=', channelId)
    .select(['channels.id', 'channels.kind', 'channels.promise', 'workspaces.contactEmail', 'workspaces.contactPhone'])
    .executeTakeFirst()
  if (!row) throw channelNotFound()
  const { id, kind, promise, contactEmail, contactPhone } = row
  return {
    workspaceId,
    id,
    kind,
    promise: readPromise(promise) ?? defaultPromise(kind),
    contact: { email: contactEmail, phone: contactPhone },
  }
}

/** A call back is offered only while somebody is there to call. */
function leadOf(state: GateState, { offersCallback }: ChannelPromise): PublicPromiseBody['lead'] {
  if (state === 'keeps') return 'chat'
  return state === 'breaks' && offersCallback ? 'callback' : 'message'
}

function sayHours(hours: Hours, now: Date) {
  const open = isOpen(hours, now)
  const today = dateAt(now.getTime(), hours.timeZone)
  const last = daysLater(today, SPECIAL_DAYS)
  return {
    isOpen: open,
    hasHours: hours.weekly !== null,
    nextOpening: open ? null : iso(nextOpening(hours, now)),
    closesAt: open ? iso(closesAt(hours, now)) : null,
    breakUntil: iso(breakUntil(hours, now)),
    timeZone: hours.timeZone,
    weekly: hours.weekly,
    specialDays: [...hours.days]
      .filter(([date]) => date >= today && date <= last)
      .map(([date, { blocks, note, holiday }]) => ({ date, blocks: [...blocks], note, holiday }))
      .sort((a, b) => a.date.localeCompare(b.date)),
  }
}

const iso = (at: Date | undefined): string | null => at?.toISOString() ?? null
