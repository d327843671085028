import type { Id } from '#protocol/primitives.ts'
import type { Chat } from '../chat.ts'
import { refreshThread } from '../refreshing.ts'
import type { Thread } from '../threads.ts'
import { Promised } from './Promise.tsx'

/** What stands above the first message: the greeting, or that earlier messages are on their way. */
export function Beginning({ chat, thread, threadId }: { chat: Chat; thread: Thread | undefined; threadId: Id }) {
  const { texts, config, team } = chat
  if (thread && chat.failedLoads.has(threadId) && chat.connection === 'connected') {
    return (
      <p class="beginning">
        {texts.cannotLoad}
        <button type="button" onClick={() => refreshThread(chat, threadId)}>
          {texts.tryAgain}
        </button>
      </p>
    )
  }
  if (thread && (thread.hasEarlier || !thread.isLoaded)) return <p class="beginning">{texts.loading}</p>
  return (
    <div class="greeting">
      <p>{config?.greeting ?? texts.greeting}</p>
      <small>{texts.personAnswers}</small>
      {team && !team.isOnline && <small>{texts.nobodyHereYet}</small>}
      <Promised chat={chat} />
    </div>
  )
}
