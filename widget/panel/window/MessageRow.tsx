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
  const isOwn = row.author.kind === 'customer'
  return (
    <div class={isOwn ? 'group own' : 'group'}>
      {!isOwn && <Avatar author={row.author} />}
      <p class="author">
        <Author chat={chat} author={row.author} />
        <time dateTime={row.at.toISOString()} title={formatExactly(row.at, locale)}>
          {formatTime(row.at, locale)}
        </time>
      </p>
      {row.messages.map((shown) => (
        <div class="message" key={shown.key}>
          <Message chat={chat} shown={shown} />
          {isOwn && (
            <MessageState
              chat={chat}
              shown={shown}
              thread={thread}
              isNewest={isNewest && shown === row.messages.at(-1)}
            />
          )}
        </div>
      ))}
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
