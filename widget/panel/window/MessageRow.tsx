import type { Chat } from '../chat.ts'
import type { Thread } from '../threads.ts'
import type { Row, ShownMessage } from '../timeline.ts'
import { formatDay, formatExactly, formatTime } from '../times.ts'
import { Icon } from './Icon.tsx'
import { Message } from './Message.tsx'
import { MessageState } from './MessageState.tsx'

type Props = { chat: Chat; thread: Thread | undefined; row: Row; isNewest: boolean }

export function MessageRow({ chat, thread, row, isNewest }: Props) {
  const { texts, locale } = chat
  if (row.type === 'day') return <p class="day">{formatDay(row.at, locale)}</p>
  if (row.type === 'unread') return <p class="unread">{texts.newMessages}</p>
  const { shown, begins } = row
  const isOwn = shown.author.kind === 'customer'
  return (
    <div class={`message${isOwn ? ' own' : ''}${begins ? ' begins' : ''}`}>
      {begins && !isOwn && <Avatar author={shown.author} />}
      {begins && (
        <p class="author">
          <Author chat={chat} author={shown.author} />
          <time dateTime={shown.at.toISOString()} title={formatExactly(shown.at, locale)}>
            {formatTime(shown.at, locale)}
          </time>
        </p>
      )}
      <Message chat={chat} shown={shown} />
      {isOwn && <MessageState chat={chat} shown={shown} thread={thread} isNewest={isNewest} />}
    </div>
  )
}

type AuthorProps = { author: ShownMessage['author'] }

/** Who speaks, and whether that is a person, a bot or the house itself. */
function Author({ chat: { texts, config }, author: { kind, name } }: AuthorProps & { chat: Chat }) {
  if (kind === 'customer') return <span class="hidden">{texts.you}</span>
  const label = { member: texts.person, bot: texts.bot, system: texts.automatic }[kind]
  return (
    <span>
      <b>{name || config?.workspaceName}</b> · {label}
    </span>
  )
}

function Avatar({ author: { kind, name } }: AuthorProps) {
  return (
    <span class="avatar" aria-hidden="true">
      {kind === 'member' ? [...name][0]?.toUpperCase() : <Icon name="bot" />}
    </span>
  )
}
