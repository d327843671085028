import type { MailAddress } from '#protocol/conversations.ts'
import type { Head } from './head.ts'

export type Automatic = { automatic: { why: string } | null; noAutomaticAnswer: { why: string } | null; list: boolean }

const NOBODY =
  /(^|[-_.+])(no|do[-_.]?not|not)[-_.]?reply([-_.+].*)?@|^(ei[-_.]?vasta|mitte[-_.]?vastata|[aä]ra[-_.]?vasta|[aä]l[aä][-_.]?vastaa|neatbild[eē]t|neatsakyti|svara[-_.]?inte|bounces?|mailer-daemon|postmaster)([-_.+].*)?@/
const ABSENT =
  /out of (the )?office|automatic reply|auto(matic)?[- ]?(reply|response)|autoreply|automaatvastus|automaatne vastus|kontorist väljas|poissa toimistosta|automaattinen vastaus|poissaoloviesti|автоответ|автоматический ответ|нет на месте|automātisk[āa] atbilde|ārpus biroja|automatinis atsakymas|nesu biure|automatiskt svar|frånvaro|abwesenheit|automatische antwort/i

/** Whether a machine wrote this mail, and whether one may answer it (RFC 3834 §2). */
export function readAutomatic(head: Head, from: MailAddress | null, subject: string | null, type: string): Automatic {
  const why = findMachine(head, from, subject, type)
  const automatic = why === undefined ? null : { why }
  const list = ['list-id', 'list-post', 'list-unsubscribe', 'mailing-list', 'x-mailing-list'].some((name) =>
    head.has(name),
  )
  const refusal = why ?? findRefusal(head, list)
  return {
    automatic,
    noAutomaticAnswer: refusal === undefined ? null : { why: refusal },
    list: list || precedence(head) === 'list',
  }
}

function findMachine(head: Head, from: MailAddress | null, subject: string | null, type: string): string | undefined {
  const submitted = value(head, 'auto-submitted')
  if (submitted && !/^no\b/i.test(submitted)) return `Auto-Submitted: ${submitted}`
  for (const name of [
    'x-autoreply',
    'x-autorespond',
    'x-autoresponder',
    'x-autoreply-from',
    'x-mail-autoreply',
    'x-auto-reply',
    'x-failed-recipients',
  ])
    if (head.has(name) && !/^no$/i.test(value(head, name) ?? '')) return `${name}: ${value(head, name)}`
  if (/^(bulk|junk|auto_reply)$/.test(precedence(head))) return `Precedence: ${precedence(head)}`
  if (/^<\s*>$/.test(value(head, 'return-path') ?? '')) return 'Return-Path: <>'
  if (type === 'multipart/report') return `Content-Type: ${type}`
  if (from && NOBODY.test(from.address)) return `From: ${from.address}`
  const hint = ['x-auto-response-suppress', 'x-loop', 'x-ms-exchange-inbox-rules-loop'].find((name) => head.has(name))
  return hint && subject && ABSENT.test(subject) ? `Subject: ${subject} (with ${hint})` : undefined
}

/** A person may have written it, yet no machine may answer. */
function findRefusal(head: Head, list: boolean): string | undefined {
  const suppress = value(head, 'x-auto-response-suppress')
  if (suppress && /\b(all|oof|autoreply)\b/i.test(suppress)) return `X-Auto-Response-Suppress: ${suppress}`
  if (precedence(head) === 'list') return 'Precedence: list'
  return list ? 'It came through a mailing list.' : undefined
}

function precedence(head: Head): string {
  return (value(head, 'precedence') ?? '').toLowerCase()
}

function value(head: Head, name: string): string | undefined {
  return head.get(name)?.[0]?.slice(0, 100).trim()
}
