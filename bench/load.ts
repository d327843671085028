import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { stopProcess } from './server.ts'

/** A process that plays many people at once, so that what it costs is not counted as the server's. */
export type Load<Ask, Answer> = { pid: number; ask(question: Ask): Promise<Answer>; stop(): Promise<void> }

/** Starts a load process; `file` stands beside this one and answers each question with one message. */
export function startLoad<Ask extends object, Answer>(file: string): Load<Ask, Answer> {
  const child = fork(path.join(import.meta.dirname, file), { serialization: 'advanced' })
  return {
    pid: child.pid ?? 0,
    async ask(question) {
      const asking = new AbortController()
      const { signal } = asking
      const answered = Promise.race([once(child, 'message', { signal }), failureOf(child, signal)])
      child.send(question)
      const [answer] = await answered.finally(() => asking.abort())
      if (answer instanceof Error) throw answer
      return answer
    },
    stop: () => stopProcess(child),
  }
}

async function failureOf(child: ChildProcess, signal: AbortSignal): Promise<never> {
  await once(child, 'exit', { signal })
  throw new Error('A load process ended too early')
}

/** The other end: answers every question of the measurement, one after another. */
export function answerQuestions<Ask, Answer>(answer: (question: Ask) => Promise<Answer>): void {
  process.on('message', (question: Ask) => {
    answer(question).then(
      (result) => process.send?.(result),
      (error: Error) => process.send?.(error),
    )
  })
  process.on('disconnect', () => process.exit())
}
