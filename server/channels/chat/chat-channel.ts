import { Value } from 'typebox/value'
import type { Database } from '#platform/database/database.ts'
import { ChatSettings, type PreChat } from '#protocol/channels.ts'
import { MAX_ATTACHMENT_BYTES } from '#protocol/primitives.ts'
import type { WidgetConfigBody } from '#protocol/widget.ts'
import { chatChannelNotFound } from './problems.ts'

/** A chat window's channel, as its public key names it. */
export type ChatChannel = {
  workspaceId: string
  id: string
  settings: ChatSettings
  workspaceName: string
  workspaceLanguage: string
  identitySecret: Buffer | null
}

/** Long enough to spare the database a question a visitor, short enough that a change is seen at once. */
const REMEMBER_MILLISECONDS = 3_000
const MOST_REMEMBERED = 10_000

export type FindChatChannel = (key: string) => Promise<ChatChannel>

/** @throws chatChannelNotFound */
export function chatChannelFinder(db: Database): FindChatChannel {
  const remembered = new Map<string, { at: number; channel: Promise<ChatChannel> }>()
  return (key) => {
    const known = remembered.get(key)
    if (known && Date.now() - known.at < REMEMBER_MILLISECONDS) return known.channel
    const channel = readChatChannel(db, key)
    if (remembered.size >= MOST_REMEMBERED) remembered.clear()
    remembered.set(key, { at: Date.now(), channel })
    channel.catch(() => remembered.delete(key))
    return channel
  }
}

async function readChatChannel(db: Database, key: string): Promise<ChatChannel> {
  const row = await db
    .selectFrom('channels')
    .innerJoin('workspaces', 'workspaces.id', 'channels.workspaceId')
    .where('channels.key', '=', key)
    .where('channels.kind', '=', 'chat')
    .select([
      'channels.workspaceId',
      'channels.id',
      'channels.settings',
      'channels.identitySecret',
      'workspaces.name as workspaceName',
      'workspaces.language as workspaceLanguage',
    ])
    .executeTakeFirst()
  if (!row) throw chatChannelNotFound()
  return { ...row, settings: Value.Parse(ChatSettings, row.settings) }
}

/** What a window shows to a reader of this language. */
export function configOf(
  { settings, workspaceName, workspaceLanguage }: ChatChannel,
  asked?: string,
): WidgetConfigBody {
  const own = settings.language ?? workspaceLanguage
  const language = asked?.slice(0, 2).toLowerCase() ?? own
  return {
    workspaceName,
    language: own,
    greeting: settings.greetings?.[language] ?? settings.greeting ?? null,
    accent: settings.accent ?? null,
    look: {
      side: settings.side,
      x: settings.offsetX,
      y: settings.offsetY,
      label: settings.launcherLabels?.[language],
    },
    preChat: askedOf(settings.preChat),
    visitConsent: settings.visitConsent ?? 'always',
    maxAttachmentBytes: MAX_ATTACHMENT_BYTES,
  }
}

/** Only what is asked. */
function askedOf({ name = 'no', email = 'no', order = 'no', topic = 'optional', topics = [] }: PreChat = {}): PreChat {
  const asksTopic = topic !== 'no' && topics.length > 0
  return {
    ...(name !== 'no' && { name }),
    ...(email !== 'no' && { email }),
    ...(order !== 'no' && { order }),
    ...(asksTopic && { topic, topics }),
  }
}

/** Whether a page may show this chat window; without a list any may. */
export function allowsOrigin({ settings }: ChatChannel, origin: string | undefined, own: string[]): boolean {
  const allowed = settings.allowedOrigins ?? []
  if (allowed.length === 0 || origin === undefined) return true
  return allowed.includes(origin) || own.includes(origin)
}
