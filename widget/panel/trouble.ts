import type { VisitError } from '#protocol/customers.ts'
import type { Chat } from './chat.ts'
import { line, maySee } from './visit.ts'

/** Many errors come in bursts: they are told together. */
const GATHER_MS = 500
/** The same again so soon is not news. */
const REPEAT_MS = 10_000
const MOST_ERRORS: typeof import('#protocol/customers.ts').MAX_VISIT_ERRORS = 20
/** What parameters of an address hold is nobody's business: `?token=…`. */
const VALUES = /([?&#;][^\s=?&#;'"]+=)[^\s&#;'")]+/g
const PLACE = /https?:\/\/[^\s)]+/

/** Tells the team what goes wrong on the page, and what went wrong before as far as the browser still knows it. */
export function watchTrouble(chat: Chat) {
  const { caught, page } = chat
  if (!caught) return
  chat.caught = undefined
  chat.tellTrouble = tell
  const own = [`${page.server}/widget`, `${page.server}/api/widget/`]
  const notedAt = new Map<string, number>()
  let waiting: VisitError[] = []
  let timer: ReturnType<typeof setTimeout> | undefined

  for (const event of caught) hear(event)
  addEventListener('error', hear)
  addEventListener('unhandledrejection', hear)
  try {
    new PerformanceObserver((list) => list.getEntries().forEach(look)).observe({ type: 'resource', buffered: true })
  } catch {}

  function hear(event: Event) {
    const at = performance.timeOrigin + event.timeStamp
    if (event instanceof ErrorEvent) {
      const { message, filename, lineno, colno } = event
      note(at, { kind: 'script', message, source: filename && `${filename}:${lineno}:${colno}` })
    } else if (event instanceof PromiseRejectionEvent) {
      const { reason } = event
      note(at, { kind: 'script', message: String(reason), source: PLACE.exec(reason?.stack)?.[0] })
    }
  }

  function look(entry: PerformanceEntry) {
    if (!(entry instanceof PerformanceResourceTiming) || !(entry.responseStatus >= 400)) return
    const { name, initiatorType, responseStatus: status } = entry
    note(performance.timeOrigin + entry.responseEnd, { kind: 'request', message: initiatorType, source: name, status })
  }

  function note(at: number, { message, source, ...error }: Omit<VisitError, 'at' | 'url'>) {
    if (own.some((address) => source?.startsWith(address))) return
    const told = { ...error, message: clean(message, 300) ?? error.kind, source: clean(source, 2_000) }
    const key = JSON.stringify(told)
    if (at - (notedAt.get(key) ?? 0) < REPEAT_MS) return
    if (notedAt.size > 200) notedAt.clear()
    notedAt.set(key, at)
    const url = clean(location.href, 2_000) ?? ''
    waiting = [...waiting, { at: new Date(at).toISOString(), url, ...told }].slice(-MOST_ERRORS)
    timer ??= setTimeout(tell, GATHER_MS)
  }

  function tell() {
    clearTimeout(timer)
    timer = undefined
    if (!maySee(chat)) waiting = []
    if (!waiting.length || !chat.socket) return
    chat.socket.say({ type: 'trouble', errors: waiting })
    waiting = []
  }
}

const clean = (text: string | undefined, maxLength: number) => line(text?.replace(VALUES, '$1…'), maxLength)
