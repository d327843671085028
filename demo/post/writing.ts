import { randomUUID } from 'node:crypto'
import { findWords, sayDate } from '#channels/email/composing/wording.ts'
import type { MailAddress } from '#protocol/conversations.ts'
import { answerSubject } from '#protocol/subjects.ts'
import { type DemoLanguage, demoCustomers } from '../data.ts'
import { html, toMarkup } from '../html.ts'
import type { PostedLetter } from './letter.ts'

export type CustomersLetter = {
  from: MailAddress
  to: MailAddress
  subject: string
  text: string
  /** What it answers. */
  answers?: PostedLetter
}

/** A mail as a customer's mail program makes it: plain and HTML, with what it answers quoted below. */
export async function writeAsCustomer({ from, to, subject, text, answers }: CustomersLetter): Promise<Buffer> {
  const { default: MailComposer } = await import('nodemailer/lib/mail-composer')
  const language = languageOf(from)
  const quote = answers && quoteOf(answers, language)
  const domain = from.address.slice(from.address.lastIndexOf('@') + 1)
  const mail = new MailComposer({
    messageId: `<${randomUUID()}@${domain}>`,
    inReplyTo: answers?.messageId ? `<${answers.messageId}>` : undefined,
    references: answers && [...answers.references, answers.messageId].filter(Boolean).map((id) => `<${id}>`),
    date: new Date(),
    from: { name: from.name ?? '', address: from.address },
    to: { name: to.name ?? '', address: to.address },
    subject,
    headers: { 'Content-Language': language },
    text: [text, quote?.text].filter(Boolean).join('\n\n'),
    html: toMarkup(html`<div>${paragraphs(text)}</div>${quote?.html}`),
    newline: 'win',
  })
  return mail.compile().build()
}

export const languageOf = ({ address }: MailAddress): DemoLanguage =>
  demoCustomers.find(({ email }) => email === address)?.language ?? 'en'

export const answerSubjectOf = ({ subject }: PostedLetter): string => answerSubject(subject) || 'Re:'

function quoteOf({ from, at, text }: PostedLetter, language: DemoLanguage) {
  const { words } = findWords(language)
  const intro = words.wrote(from.name ?? from.address, sayDate(words, new Date(at), 'Europe/Tallinn'))
  const quoted = text.trimEnd().split('\n')
  return {
    text: [intro, '', ...quoted.map((line) => (line.startsWith('>') ? `>${line}` : `> ${line}`))].join('\n'),
    html: html`<div class="gmail_quote"><div class="gmail_attr">${intro}<br></div><blockquote class="gmail_quote" style="margin:0 0 0 .8ex;border-left:1px solid #ccc;padding-left:1ex">${quoted.map((line) => html`${line}<br>`)}</blockquote></div>`,
  }
}

const paragraphs = (text: string) => text.split('\n').map((line) => html`${line}<br>`)
