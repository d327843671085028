import type { Chat } from '../chat.ts'
import { formatSpan, formatWhen } from '../times.ts'

/** One line on what a visitor can count on now; empty while nothing keeps an answer. */
export function sayPromise({ promise, texts, locale }: Chat): string {
  if (!promise || promise.lead === 'chat') return ''
  const { breakUntil, isOpen, nextOpening, state } = promise
  if (breakUntil) return texts.backAt(formatWhen(new Date(breakUntil), locale))
  if (isOpen) return state === 'breaks' ? texts.mayTakeLonger : ''
  return nextOpening ? texts.opensAt(formatWhen(new Date(nextOpening), locale)) : texts.closedNow
}

/** Before the first message: how long an answer takes by what really happened lately, and how else to reach the shop. */
export function Promised({ chat }: { chat: Chat }) {
  const { promise, texts, locale } = chat
  if (!promise) return null
  const { expectedAnswer, contact } = promise
  const { email, phone } = contact
  return (
    <>
      {expectedAnswer && (
        <small>
          {texts.usualAnswerTime(
            sayAnswerTime(expectedAnswer.medianSeconds, expectedAnswer.p90Seconds, texts.mostAnswers, locale),
          )}
        </small>
      )}
      {(email || phone) && (
        <address>
          {email && <a href={`mailto:${email}`}>{email}</a>}
          {phone && <a href={`tel:${phone.replace(/[^+\d]/g, '')}`}>{phone}</a>}
        </address>
      )}
    </>
  )
}

function sayAnswerTime(median: number, p90: number, both: (time: string, most: string) => string, locale: string) {
  const [usual, most] = [formatSpan(median, locale), formatSpan(p90, locale)]
  return usual === most ? usual : both(usual, most)
}
