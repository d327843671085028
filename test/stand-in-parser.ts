import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { Readable } from 'node:stream'
import type { TestContext } from 'node:test'
import { type AddressObject, simpleParser } from 'mailparser'
import type { MailParser } from '#channels/email/intake.ts'
import type { Files } from '#platform/files.ts'

export async function standInParser(_t: TestContext, files: Files): Promise<MailParser> {
  const people = (given: AddressObject | AddressObject[] | undefined) =>
    [given ?? []]
      .flat()
      .flatMap(({ value }) =>
        value.map(({ name, address = '' }) => ({ name: name || null, address: address.toLowerCase() })),
      )
  const bare = (id: string) => id.replace(/^<|>$/g, '')
  return {
    async parse({ sha256 }) {
      const bytes = await readFile(files.pathOf(sha256))
      const mail = await simpleParser(bytes)
      const header = (name: string) => String(mail.headers.get(name) ?? '')
      const messageId = mail.messageId ? bare(mail.messageId) : null
      const from = people(mail.from)[0] ?? null
      const body = createHash('sha256').update(bytes).digest('hex')
      const references = [mail.references ?? [], mail.inReplyTo ?? []].flat().map(bare)
      const text = mail.text ?? ''
      const [replyText = '', ...quote] = text.split(/\n(?=>)/)
      return {
        messageId,
        externalId: messageId ?? `${body}@mail.invalid`,
        key: createHash('sha256')
          .update(`${messageId ?? body} ${from?.address} ${mail.date}`)
          .digest(),
        from,
        sender: null,
        replyTo: people(mail.replyTo),
        to: people(mail.to),
        cc: people(mail.cc),
        bcc: people(mail.bcc),
        deliveredTo: [],
        subject: mail.subject ?? null,
        date: mail.date ?? null,
        references: [...new Set(references)],
        text,
        replyText: replyText.trim(),
        foldedText: quote.join('\n') || null,
        html: mail.html || null,
        language: null,
        automatic: /auto-/.test(header('auto-submitted')) ? { why: 'Auto-Submitted' } : null,
        noAutomaticAnswer: null,
        list: mail.headers.has('list-id'),
        spam: /yes/i.test(header('x-spam-flag')) ? { why: 'X-Spam-Flag' } : null,
        isSenderDoubtful: /dmarc=fail/.test(header('authentication-results')),
        forwarded: null,
        report: null,
        attachments: await Promise.all(
          mail.attachments.map(async ({ filename = 'file', contentType, content, cid }) => ({
            ...(await files.store(Readable.from([content]), { maxBytes: 50_000_000 })),
            name: filename,
            mediaType: contentType,
            isInline: false,
            contentId: cid ?? null,
          })),
        ),
        isEncrypted: false,
        isSigned: false,
        problems: [],
      }
    },
  }
}
