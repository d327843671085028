import type { Chat } from '../chat.ts'
import { retryMessage } from '../sending.ts'
import type { ShownMessage } from '../timeline.ts'
import { Icon } from './Icon.tsx'

type Props = { chat: Chat; shown: ShownMessage; isNewest: boolean; isSeen: boolean }

/** How far the visitor's message has come. */
export function MessageState({ chat, shown: { message, waiting }, isNewest, isSeen }: Props) {
  const { texts, outbox } = chat
  if (waiting?.failure !== undefined) {
    return (
      <p class="state failed">
        <Icon name="warning" />
        {waiting.failure || texts.notSent}
        <button type="button" onClick={() => retryMessage(chat, waiting)}>
          {texts.tryAgain}
        </button>
        <button type="button" onClick={() => outbox.remove(waiting.clientId)}>
          {texts.discard}
        </button>
      </p>
    )
  }
  if (waiting) {
    return (
      <p class="state waiting">
        <Icon name="waiting" />
        {texts.waiting}
      </p>
    )
  }
  if (!isNewest || !message) return null
  return <p class="state">{isSeen ? texts.seen : texts.sent}</p>
}
