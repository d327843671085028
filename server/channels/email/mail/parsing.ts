import type { Piscina } from 'piscina'
import { openFiles } from '#platform/files.ts'
import type { Log } from '#platform/log.ts'
import type { Mail, Unreadable } from './mail.ts'
import type { ParsingOutcome, ParsingTask } from './parsing-worker.ts'

export type MailParser = {
  /**
   * Understands one mail in bounded time and memory; its attachments are in `files` when it resolves. A mail that takes
   * more is unreadable, whatever is in it, and nothing else suffers.
   * @throws Error when the disk fails, or with the signal's reason when nobody wants it any more
   */
  parse(original: { sha256: Buffer } | { path: string }, signal?: AbortSignal): Promise<Mail | Unreadable>
  close(): Promise<void>
}

type Limits = { seconds: number; heapMegabytes: number }
type Options = { filesFolder: string; log?: Pick<Log, 'warn'>; limits?: Partial<Limits> }

const THREADS = 2
/** Threads cost memory: when no mail has come for so long they end. */
const IDLE_MILLISECONDS = 60_000
const LIMITS: Limits = { seconds: 60, heapMegabytes: 256 }

/** Parses mail in threads of its own. They start with the first mail. */
export function createMailParser({ filesFolder, log, limits }: Options): MailParser {
  const { seconds, heapMegabytes } = { ...LIMITS, ...limits }
  const files = openFiles(filesFolder)
  const turns = takeTurns(THREADS)
  let pool: Promise<Piscina<ParsingTask, ParsingOutcome>> | undefined

  return {
    async parse(original, signal) {
      const path = 'path' in original ? original.path : files.pathOf(original.sha256)
      return turns(async () => {
        signal?.throwIfAborted()
        pool ??= startPool(heapMegabytes)
        const limit = AbortSignal.timeout(seconds * 1_000)
        const either = signal ? AbortSignal.any([signal, limit]) : limit
        try {
          const outcome = await (await pool).run({ path, filesFolder }, { signal: either })
          if ('fault' in outcome)
            throw Object.assign(new Error(outcome.fault.message), { code: outcome.fault.code, isFault: true })
          return restore(outcome.mail)
        } catch (error) {
          signal?.throwIfAborted()
          if (error instanceof Error && 'isFault' in error) throw error
          const unreadable = limit.aborted ? 'It took too long to read.' : why(error)
          // Its words may be in the error, so only its kind is logged.
          log?.warn({ unreadable, kind: error instanceof Error ? error.name : undefined }, 'A mail could not be read')
          return { unreadable }
        }
      })
    },
    close: async () => (await pool)?.destroy(),
  }
}

async function startPool(heapMegabytes: number): Promise<Piscina<ParsingTask, ParsingOutcome>> {
  const { Piscina: Pool } = await import('piscina')
  return new Pool<ParsingTask, ParsingOutcome>({
    filename: new URL('./parsing-worker.ts', import.meta.url).href,
    minThreads: 0,
    maxThreads: THREADS,
    concurrentTasksPerWorker: 1,
    idleTimeout: IDLE_MILLISECONDS,
    resourceLimits: { maxOldGenerationSizeMb: heapMegabytes, maxYoungGenerationSizeMb: 32 },
  })
}

/** No more than `limit` at once: waiting for a thread must not count as time that a mail takes. */
function takeTurns(limit: number) {
  const waiting: (() => void)[] = []
  let running = 0
  return async <Result>(run: () => Promise<Result>): Promise<Result> => {
    if (running === limit) await new Promise<void>((resolve) => waiting.push(resolve))
    else running++
    try {
      return await run()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else running--
    }
  }
}

function why(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'It took too much memory to read.' : 'It could not be understood.'
}

/** Bytes come out of a thread as plain arrays of them. */
function restore(mail: Mail): Mail {
  const attachments = mail.attachments.map((attachment) => ({ ...attachment, sha256: asBuffer(attachment.sha256) }))
  return { ...mail, key: asBuffer(mail.key), attachments }
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
