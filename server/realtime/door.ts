import type { IncomingMessage } from 'node:http'
import type { TSchema } from 'typebox'
import type { ProblemBody } from '#protocol/primitives.ts'

/** Why somebody is not let in, as a close code of `protocol/socket.ts`. */
export type Refusal = { closeCode: number; reason: string }

/** What a door may do with a socket that is open. */
export type Line = {
  /** Sends a frame. One that cannot keep up is closed instead; it comes back and refetches. */
  send(frame: object): void
  /** As `send`, for a frame that goes to many: written once. */
  sendText(text: string): void
  close(closeCode: number, reason: string): void
}

/** What is known of a caller before `hello`. */
export type Caller = { headers: IncomingMessage['headers']; address: string }

/**
 * One kind of socket: who may open it, which frames it takes, what it does with them. Frames of one socket are handled
 * one after another.
 */
export type Door<Frame extends { type: string }, Session> = {
  kind: string
  path: string
  /** The union of frames it takes; `hello` among them. */
  frames: { anyOf: TSchema[] }
  /** The first frame; opens the session. */
  enter(frame: Frame & { type: 'hello' }, line: Line, caller: Caller): Promise<Session | Refusal>
  /** Any later frame but `ping`. Problems thrown are answered as `refused`. */
  hear(frame: Frame, session: Session): Promise<void>
  /** The socket is gone. */
  leave(session: Session): void
}

export const isRefusal = (value: unknown): value is Refusal =>
  typeof value === 'object' && value !== null && 'closeCode' in value

export type RefusedFrame = { type: 'refused'; ref: number | null; problem: ProblemBody }
