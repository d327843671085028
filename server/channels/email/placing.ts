import { v7 } from 'uuid'
import { type ExaminedFile, insertLetterFiles } from '#conversations/letter-files.ts'
import type { InboundMessage } from '#conversations/receiving.ts'
import type { Customer } from '#customers/customer.ts'
import { type AddressBook, type Correspondent, openAddressBook } from '#customers/mail-address.ts'
import type { Transaction } from '#platform/database/database.ts'
import type { Files } from '#platform/files.ts'
import type { Secrets } from '#platform/secrets.ts'
import type { EnvelopeBody } from '#protocol/conversations.ts'
import { readPlusAddress } from './addresses.ts'
import { readEvidence } from './evidence.ts'
import type { MailboxRef } from './keeping.ts'
import type { KeptMail } from './kept-mail.ts'
import type { Mail } from './mail/mail.ts'
import { numbersIn } from './numbers.ts'
import { isSuspect, type Office } from './office.ts'
import { makeUnknownWriter, nameOf, type Writer, writerOf } from './sender.ts'
import { findPlace, type KnownThread, type Letter, type Place, remember, type Sender } from './threading.ts'

/** A mail that was understood; its files have been looked into. */
export type ReadMail = { kept: KeptMail; mail: Mail; files: ExaminedFile[] }

/** Where a mail goes, and as what. */
export type PlacedMail = { read: ReadMail; writer: Writer; place: Place; isSuspect: boolean; message: InboundMessage }

export type PlacingTools = { secrets: Pick<Secrets, 'sign'>; files: Files }

const DAY_MILLISECONDS = 24 * 60 * 60 * 1000
const REOPEN_DAYS = 30

/**
 * Finds for each mail its thread and who wrote it, and makes customers of those who are new. Mails of one batch know of
 * each other as if each had come alone.
 */
export async function placeMails(
  trx: Transaction,
  tools: PlacingTools,
  mailbox: MailboxRef,
  office: Office,
  mails: ReadMail[],
): Promise<PlacedMail[]> {
  if (mails.length === 0) return []
  const { workspaceId } = mailbox
  const written = mails.map((read) => ({ read, writer: writerOf(read.mail, office.shop, read.kept.envelopeFrom) }))
  const book = await openAddressBook(
    trx,
    workspaceId,
    written.flatMap(({ read, writer }) => correspondentOf(writer, read.mail) ?? []),
  )
  const letters = written.map(({ read, writer }) => toLetter(read, writer, { book, office, ...tools }))
  const evidence = await readEvidence(trx, tools.secrets, workspaceId, letters)
  const reopening = { withinMilliseconds: reopenMilliseconds(office) }

  const placed: PlacedMail[] = []
  for (const [index, { read, writer }] of written.entries()) {
    const letter = letters[index]
    if (!letter) continue
    // Who was unknown when the batch began may have become a customer by an earlier mail of it.
    letter.sender = senderOf(writer, book)
    const place = findPlace(letter, evidence, reopening)
    const joined = place.kind === 'joins' ? evidence.threads.get(place.threadId) : undefined
    const isCustomer = joined && isCustomerOf(joined, letter.sender)
    if (isCustomer && writer.address !== null && !writer.isDoubtful) await book.prove(joined.customer, writer.address)
    const author = isCustomer ? joined.customer : await authorOf(trx, workspaceId, book, writer, read.mail)
    const thread = remember(evidence, letter, place, { threadId: v7(), customer: author })
    const attachmentIds = await insertLetterFiles(trx, tools.files, workspaceId, read.files)
    const message = toMessage(read, { mailbox, office, writer, author, place, thread, attachmentIds, letter })
    placed.push({ read, writer, place, isSuspect: letter.isSuspect, message })
  }
  await book.close()
  return placed
}

function reopenMilliseconds({ settings: { reopenDays = REOPEN_DAYS } }: Office): number | null {
  return reopenDays === null ? null : reopenDays * DAY_MILLISECONDS
}

function toLetter(
  { kept, mail }: ReadMail,
  writer: Writer,
  { book, office, secrets }: { book: AddressBook; office: Office; secrets: Pick<Secrets, 'sign'> },
): Letter {
  const { externalId, references, to, cc, deliveredTo, subject, replyText } = mail
  const receivedAt = [...[...to, ...cc].map(({ address }) => address), ...deliveredTo, ...(kept.envelopeTo ?? [])]
  return {
    externalId,
    references,
    sender: senderOf(writer, book),
    people: peopleOf(mail),
    threadIds: [...new Set(receivedAt.flatMap((address) => readPlusAddress(secrets, address)?.threadId ?? []))],
    numbers: numbersIn(subject, replyText),
    arrivedAt: kept.arrivedAt,
    isAutomatic: isByMachine(mail),
    isSuspect: isSuspect(office, kept, mail, writer),
  }
}

function senderOf({ address, isDoubtful }: Writer, book: AddressBook): Sender {
  const customer = address !== null && !isDoubtful ? book.find({ address, isVerified: true }) : undefined
  return { address, customerId: customer?.id ?? null, isDoubtful }
}

/** As the evidence of letters before it is read: of one whose sender may be forged, only that sender. */
function peopleOf({ from, replyTo, to, cc, bcc, isSenderDoubtful }: Mail): string[] {
  const people = isSenderDoubtful ? [from] : [from, ...replyTo, ...to, ...cc, ...bcc]
  return [...new Set(people.flatMap((person) => person?.address ?? []))]
}

const isByMachine = ({ automatic, report }: Mail): boolean => automatic !== null || report !== null

/** By an address that is theirs, or that they have given us and that is nobody else's. */
const isCustomerOf = ({ customer, addresses }: KnownThread, { address, customerId }: Sender): boolean =>
  customerId === null ? address !== null && addresses.has(address) : customerId === customer.id

function correspondentOf({ address, name, isDoubtful }: Writer, { language }: Mail): Correspondent | undefined {
  return address === null ? undefined : { address, name, isVerified: !isDoubtful, language }
}

async function authorOf(
  trx: Transaction,
  workspaceId: string,
  book: AddressBook,
  writer: Writer,
  mail: Mail,
): Promise<Customer> {
  const correspondent = correspondentOf(writer, mail)
  return correspondent ? book.findOrMake(correspondent) : makeUnknownWriter(trx, workspaceId, writer)
}

type Placing = {
  mailbox: MailboxRef
  office: Office
  writer: Writer
  author: Customer
  place: Place
  thread: KnownThread
  attachmentIds: string[]
  letter: Letter
}

function toMessage({ kept, mail }: ReadMail, placing: Placing): InboundMessage {
  const { mailbox, writer, author, place, thread, attachmentIds, letter } = placing
  const { customer } = thread
  return {
    ...mailbox,
    threadId: thread.id,
    clientId: kept.id,
    customer: { id: customer.id, name: nameOf(customer, writer), language: mail.language ?? customer.language },
    author: author.id === customer.id ? undefined : { id: author.id, name: nameOf(author, writer) },
    text: mail.replyText,
    attachmentIds,
    uploader: { kind: 'system', id: null },
    letter: {
      externalId: mail.externalId,
      subject: mail.subject,
      html: mail.html,
      foldedText: mail.foldedText,
      envelope: envelopeOf(mail, placing),
      original: { sha256: kept.originalSha256, bytes: kept.originalBytes },
    },
    // A mailing list brings news; but people also answer by way of one.
    isAutomatic: letter.isAutomatic || (mail.list && place.kind === 'begins'),
    beginning: beginningOf(mail, place, letter),
  }
}

function envelopeOf(
  { from, replyTo, to, cc, bcc, isSenderDoubtful, forwarded }: Mail,
  { office, writer }: Placing,
): EnvelopeBody {
  return {
    from,
    replyTo,
    to,
    cc,
    bcc,
    ...(isSenderDoubtful && { isSenderDoubtful }),
    ...(forwarded && office.isColleague(writer) && { forwardedFrom: forwarded.from }),
  }
}

function beginningOf({ subject }: Mail, place: Place, { isSuspect }: Letter): InboundMessage['beginning'] {
  if (place.kind === 'joins') return undefined
  if (place.kind === 'beside') return { subject, isSpam: false, followsId: null, conversationId: place.conversationId }
  return { subject, isSpam: isSuspect, followsId: place.followsId }
}
