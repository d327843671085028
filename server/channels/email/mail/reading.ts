import type { Files } from '#platform/files.ts'
import { readAutomatic } from './automatic.ts'
import { readContent, readText } from './content.ts'
import { readDate } from './dates.ts'
import type { Head } from './head.ts'
import { keyOf, makeUpId, readMessageId, readReferences } from './identity.ts'
import { declaredLanguage, guessLanguage } from './language.ts'
import type { Forwarded, Mail } from './mail.ts'
import { openOriginal } from './original.ts'
import { type Part, readParts } from './parts.ts'
import { MAX_PEOPLE, readAddress, readPeople, readPerson } from './people.ts'
import { readReport } from './report.ts'
import { isSenderDoubtful, readSpam } from './spam.ts'
import { headerText } from './words.ts'

const MAX_SUBJECT_LENGTH = 998
const MAX_RETURNED = 5

/** Understands the mail in this file; its attachments are in `files` when it resolves. */
export async function readMail(path: string, files: Files): Promise<Mail> {
  const parts = await readParts(path, files)
  const { head, root } = parts
  const problems = new Set(parts.problems)
  const hint = charsetOf(root)
  const subject = readSubject(head, hint)
  const from = readPerson(head, 'from', hint)
  const messageId = readMessageId(head.get('message-id')?.[0])
  noteHead(head, messageId, problems)
  const people = readRecipients(head, hint, problems)

  const content = await readContent(root, subject, files, problems)
  const leaves = [...listLeaves(root)]
  const inner = leaves.filter(({ type, stored }) => type === 'message/rfc822' && stored)
  const returned = await Promise.all(inner.slice(0, MAX_RETURNED).map((part) => readInnerHead(part, files)))
  const report = readReport(leaves, { head, text: content.text, sender: from?.address, returned })
  return {
    messageId,
    externalId: messageId ?? makeUpId(head, parts.bodyHash),
    key: keyOf(head, messageId, parts.bodyHash),
    from,
    sender: readPerson(head, 'sender', hint),
    ...people,
    deliveredTo: readDeliveredTo(head),
    subject,
    date: readDate(head.get('date')?.[0]),
    references: readReferences(head),
    ...content,
    forwarded: content.forwarded ?? (report || inner.length !== 1 ? null : await readForwarded(inner[0], files)),
    // Outlook declares the language of its menus, whatever is written.
    language: guessLanguage(content.replyText) ?? declaredLanguage(head.get('content-language')?.[0]),
    ...readAutomatic(head, from, subject, root.type),
    spam: readSpam(head),
    isSenderDoubtful: isSenderDoubtful(head),
    report,
    problems: [...problems],
  }
}

/** Who writes bytes into a header means those of the body. */
function charsetOf(root: Part): string | undefined {
  return root.params.charset ?? [...listLeaves(root)].find(({ params }) => params.charset)?.params.charset
}

function readSubject(head: Head, hint: string | undefined): string | null {
  return headerText(head.get('subject')?.[0], hint).slice(0, MAX_SUBJECT_LENGTH).toWellFormed() || null
}

function noteHead(head: Head, messageId: string | null, problems: Set<string>): void {
  const senders = head.get('from')?.length ?? 0
  if (senders > 1) problems.add(`The mail has ${senders} From headers; the first one counts.`)
  if (!messageId) problems.add('The mail has no Message-ID; one was made up.')
}

function readRecipients(
  head: Head,
  hint: string | undefined,
  problems: Set<string>,
): Pick<Mail, 'replyTo' | 'to' | 'cc' | 'bcc'> {
  const read = (field: string) => readPeople(head, field, hint)
  const people = { replyTo: read('reply-to'), to: read('to'), cc: read('cc'), bcc: read('bcc') }
  if (Object.values(people).some(({ length }) => length === MAX_PEOPLE))
    problems.add(`The mail goes to very many people; the first ${MAX_PEOPLE} are kept.`)
  return people
}

function readDeliveredTo(head: Head): string[] {
  const values = ['delivered-to', 'x-original-to', 'envelope-to', 'x-envelope-to', 'x-forwarded-to'].flatMap(
    (name) => head.get(name) ?? [],
  )
  return [...new Set(values.slice(0, 50).flatMap((value) => readAddress(value) ?? []))]
}

function* listLeaves(part: Part): Generator<Part> {
  if (part.children.length === 0) yield part
  for (const child of part.children) yield* listLeaves(child)
}

async function readInnerHead({ stored }: Part, files: Files): Promise<Head> {
  if (!stored) return new Map()
  await using original = await openOriginal(files.pathOf(stored.sha256))
  return original.head
}

/** A mail that a person attached whole. */
async function readForwarded(part: Part | undefined, files: Files): Promise<Forwarded | null> {
  if (!part?.stored) return null
  const { head, root } = await readParts(files.pathOf(part.stored.sha256), null)
  const from = readPerson(head, 'from', charsetOf(root))
  if (!from) return null
  return {
    from,
    subject: readSubject(head, charsetOf(root)),
    date: readDate(head.get('date')?.[0])?.toISOString() ?? null,
    text: readText(root),
  }
}
