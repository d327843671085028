import type { Log } from '#platform/log.ts'
import { CloseCode } from '#protocol/socket.ts'
import type { Audience, DeskSession } from './audience.ts'

const INTERVAL_MILLISECONDS = 30_000

type RecheckingTools = {
  audience: Audience
  log: Log
  keepValid: (entered: DeskSession[]) => Promise<Set<DeskSession>>
}

/** A socket outlives the sign-in that opened it; so now and then it is asked whether that still stands. */
export function sendAwayInvalid({ audience, log, keepValid }: RecheckingTools): { stop(): void } {
  const timer = setInterval(() => {
    recheck().catch((error: unknown) =>
      log.warn({ err: error }, 'Open desks could not be rechecked; trying again soon'),
    )
  }, INTERVAL_MILLISECONDS)
  timer.unref()
  return { stop: () => clearInterval(timer) }

  async function recheck(): Promise<void> {
    const sessions = audience.allDesks()
    const valid = await keepValid(sessions)
    for (const session of sessions) {
      if (!valid.has(session)) session.line.close(CloseCode.signedOut, 'Sign in again')
    }
  }
}
