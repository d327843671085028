import type { Head } from './head.ts'

/** What filters on the way write when they take a mail for spam; each takes the header's value. */
const VERDICTS: [string, (value: string) => boolean][] = [
  ['x-spam-flag', (value) => /^yes/i.test(value)],
  ['x-spam-status', (value) => /^yes/i.test(value)],
  ['x-spam', (value) => /^(yes|true|spam)/i.test(value)],
  ['x-spam-action', (value) => /^(add header|rewrite subject|reject)/i.test(value)],
  ['x-rspamd-action', (value) => /^(add header|rewrite subject|reject)/i.test(value)],
  ['x-barracuda-spam-flag', (value) => /^yes/i.test(value)],
  ['x-ms-exchange-organization-scl', (value) => Number(value) >= 5],
  ['x-forefront-antispam-report', (value) => /\bSCL:[5-9]\b|\bCAT:(SPM|HSPM|PHSH|HPHSH|HPHISH|MALW)\b/i.test(value)],
  ['x-virus-status', (value) => /^(yes|infected)/i.test(value)],
  ['x-dspam-result', (value) => /^(spam|virus)/i.test(value)],
  ['x-bogosity', (value) => /^(spam|yes)/i.test(value)],
]

/** Whether a filter on the way took this mail for spam, and the header in which it says so. */
export function readSpam(head: Head): { why: string } | null {
  for (const [name, isSpam] of VERDICTS) {
    const value = head.get(name)?.find(isSpam)
    if (value !== undefined) return { why: `${name}: ${value.slice(0, 100)}` }
  }
  return null
}

/** RFC 8601: only the topmost header was written by the server that took the mail in; others may be forged. */
export function isSenderDoubtful(head: Head): boolean {
  const [results = ''] = head.get('authentication-results') ?? []
  const bare = results.slice(0, 10_000).replace(/\([^()]*\)/g, ' ')
  const resultsOf = (method: string) =>
    [...bare.matchAll(new RegExp(`(?:^|[;\\s])${method}\\s*=\\s*([a-z]+)`, 'gi'))].map(([, result]) =>
      result?.toLowerCase(),
    )
  const dmarc = resultsOf('dmarc')
  if (dmarc.length > 0) return dmarc[0] === 'fail'
  const dkim = resultsOf('dkim')
  return resultsOf('spf')[0] === 'fail' && dkim.length > 0 && dkim.every((result) => result === 'fail')
}
