import { Component } from 'preact'
import type { Chat } from '../chat.ts'
import type { Row, ShownMessage } from '../timeline.ts'
import { formatDay, formatExactly, formatTime } from '../times.ts'
import { Icon } from './Icon.tsx'
import { Message } from './Message.tsx'
import { MessageState } from './MessageState.tsx'
import { part } from './part.tsx'

const Offers = part(() => import('./Offers.tsx'))

type Props = { chat: Chat; row: Row; isNewest: boolean; isSeen: boolean }

/** Drawn again only when it has changed: a long conversation must not slow down writing. */
export class MessageRow extends Component<Props> {
  override shouldComponentUpdate({ row, isNewest, isSeen }: Props) {
    const { row: drawn, ...before } = this.props
    if (row.type !== 'message' || drawn.type !== 'message' || row.shown.waiting || hasOffers(row.shown, isNewest))
      return true
    const isSame = row.shown.message === drawn.shown.message && row.begins === drawn.begins
    return !isSame || isNewest !== before.isNewest || isSeen !== before.isSeen
  }

  override render() {
    const { chat, row, isNewest, isSeen } = this.props
    if (row.type === 'day') return <p class="day">{formatDay(row.at, chat.locale)}</p>
    if (row.type === 'unread') return <p class="unread">{chat.texts.newMessages}</p>
    if (row.type === 'hand-over') return <p class="day">{chat.texts.tookOver(row.name)}</p>
    const { shown, begins } = row
    const isOwn = shown.author.kind === 'customer'
    return (
      <div class={`message${isOwn ? ' own' : ''}${begins ? ' begins' : ''}`}>
        {begins && <Author chat={chat} author={shown.author} at={shown.at} />}
        <Message chat={chat} shown={shown} />
        {shown.message && hasOffers(shown, isNewest) && (
          <Offers chat={chat} message={shown.message} isNewest={isNewest} />
        )}
        {isOwn && <MessageState chat={chat} shown={shown} isNewest={isNewest} isSeen={isSeen} />}
      </div>
    )
  }
}

/** Something to choose or to look at. While the bot speaks that is a person, too. */
function hasOffers({ message, author }: ShownMessage, isNewest: boolean) {
  return message?.content || (isNewest && author.kind === 'bot')
}

type AuthorProps = Pick<ShownMessage, 'author' | 'at'> & { chat: Chat }

/** Who speaks, and whether that is a person, a bot or the house itself. */
function Author({ chat: { texts, config, locale, page }, author: { kind, name, photoUrl }, at }: AuthorProps) {
  const label = { customer: '', member: texts.person, bot: texts.bot, system: texts.automatic }[kind]
  return (
    <>
      {label && (
        <span class="avatar" aria-hidden="true">
          {photoUrl ? (
            <img src={page.server + photoUrl} alt="" />
          ) : kind === 'member' ? (
            [...name][0]?.toUpperCase()
          ) : (
            <Icon name="bot" />
          )}
        </span>
      )}
      <p class="author">
        <span class={label ? '' : 'hidden'}>
          <b>{label ? name || config?.workspaceName : texts.you}</b> {label && `· ${label}`}
        </span>
        <time dateTime={at.toISOString()} title={formatExactly(at, locale)}>
          {formatTime(at, locale)}
        </time>
      </p>
    </>
  )
}
