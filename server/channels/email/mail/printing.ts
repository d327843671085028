import type { MailAddress } from '#protocol/conversations.ts'
import type { Mail } from './mail.ts'

/** A mail as `infolett mail parse --json` prints it. */
export function mailAsJson(mail: Mail) {
  return {
    messageId: mail.messageId,
    from: mail.from,
    to: mail.to,
    cc: mail.cc,
    replyTo: mail.replyTo,
    subject: mail.subject,
    date: mail.date?.toISOString() ?? null,
    text: mail.text,
    html: mail.html,
    replyText: mail.replyText,
    attachments: mail.attachments.map(({ name, mediaType, bytes, isInline, sha256 }) => ({
      name,
      type: mediaType,
      size: bytes,
      inline: isInline,
      sha256: sha256.toString('hex'),
    })),
    autoSubmitted: { is: mail.automatic !== null, why: mail.automatic?.why ?? null },
    references: mail.references,
    language: mail.language,
    forwarded: mail.forwarded,
    report: mail.report,
    spam: mail.spam,
    problems: mail.problems,
    foldedText: mail.foldedText,
    externalId: mail.externalId,
    sender: mail.sender,
    bcc: mail.bcc,
    deliveredTo: mail.deliveredTo,
    list: mail.list,
    noAutomaticAnswer: mail.noAutomaticAnswer,
    isSenderDoubtful: mail.isSenderDoubtful,
    isEncrypted: mail.isEncrypted,
    isSigned: mail.isSigned,
  }
}

/** A mail for somebody who reads it in a terminal. */
export function mailAsText(mail: Mail): string {
  const lines: [string, string | null | undefined][] = [
    ['From', listPeople(mail.from ? [mail.from] : [])],
    ['Reply to', listPeople(mail.replyTo)],
    ['To', listPeople(mail.to)],
    ['Cc', listPeople(mail.cc)],
    ['Subject', mail.subject],
    ['Date', mail.date?.toISOString()],
    ['Message-ID', mail.messageId ?? `none; ${mail.externalId} was made up`],
    ['Answers', mail.references.join(' ')],
    ['Language', mail.language],
    ['Automatic', mail.automatic?.why],
    ['Spam', mail.spam?.why],
    ['Forwards', mail.forwarded && `${listPeople([mail.forwarded.from])}: ${mail.forwarded.subject ?? ''}`],
    ['Reports', mail.report && describeReport(mail.report)],
    ...mail.attachments.map(({ name, mediaType, bytes, isInline }): [string, string] => [
      'Attached',
      `${name} (${mediaType}, ${bytes} bytes${isInline ? ', shown in the text' : ''})`,
    ]),
    ...mail.problems.map((problem): [string, string] => ['Problem', problem]),
  ]
  const head = lines.flatMap(([name, value]) => (value ? `${`${name}:`.padEnd(12)}${value}` : []))
  const folded = mail.foldedText === null ? [] : ['', '--- quotes and signature ---', mail.foldedText]
  return [...head, '', mail.replyText, ...folded].join('\n')
}

function listPeople(people: MailAddress[]): string {
  return people.map(({ name, address }) => (name ? `${name} <${address}>` : address)).join(', ')
}

function describeReport(report: NonNullable<Mail['report']>): string {
  const about = report.originalMessageId ? ` about ${report.originalMessageId}` : ''
  if (report.kind === 'complaint') return `a complaint (${report.feedbackType})${about}`
  if (report.kind === 'disposition') return `${report.disposition}${about}`
  const outcomes = report.recipients.map(
    ({ address, action, status }) => `${address} ${action}${status ? ` ${status}` : ''}`,
  )
  return `delivery${about}: ${outcomes.join(', ')}`
}
