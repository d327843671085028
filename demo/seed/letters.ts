import { messageIdOf } from '#channels/email/addresses.ts'
import { findWords, sayDate } from '#channels/email/composing/wording.ts'
import type { Transaction } from '#platform/database/database.ts'
import type { Secrets } from '#platform/secrets.ts'
import type { EnvelopeBody } from '#protocol/conversations.ts'
import { answerSubject } from '#protocol/subjects.ts'
import { demoCustomers } from '../data.ts'
import { html, toMarkup } from '../html.ts'
import { supportEmail } from '../stores.ts'
import { correspondence } from './correspondence.ts'
import type { Scene } from './scene.ts'
import type { StagedConversation } from './staging.ts'
import { contentIdOf, type Story } from './story.ts'
import type { Workplace } from './workplace.ts'

type Message = Story['messages'][number]

const shop = { name: 'Pihlaka pood', address: supportEmail }

/** Makes letters of what was said by e-mail: with subjects and addresses, and customers' answers with what they answer. */
export function addressLetters(story: Story, staged: StagedConversation, secrets: Pick<Secrets, 'sign'>): void {
  const known = correspondence[staged.id]
  const address = known?.from ?? demoCustomers.find(({ id }) => id === staged.customerId)?.email
  if (!known || !address) throw new Error(`Nobody knows what stands on the letters of ${staged.id}`)
  const { workspaceId } = story.scene
  const customer = { name: story.customer.name, address }
  const cc = known.cc ?? []
  story.conversation.subject = known.subject
  let subject = known.subject
  let answered: Message | undefined
  for (const [turn, message] of story.messages.entries()) {
    if (message.kind === 'note') continue
    const isInbound = message.kind === 'inbound'
    subject = known.subjects?.[turn] ?? (turn === 0 ? subject : answerSubject(subject))
    message.subject = subject
    message.externalId = isInbound
      ? `${message.id}@${address.slice(address.indexOf('@') + 1)}`
      : messageIdOf(secrets, { workspaceId, messageId: message.id, domain: 'pihlaka.example' })
    const envelope: EnvelopeBody = {
      from: isInbound ? customer : null,
      replyTo: [],
      to: [isInbound ? shop : customer],
      cc,
      bcc: [],
      ...(known.forwardedFrom && { forwardedFrom: known.forwardedFrom }),
    }
    message.envelope = JSON.stringify(envelope)
    const isShown = story.photos.some(({ messageId, isInline }) => messageId === message.id && isInline)
    if (isInbound && answered) quote(message, answered, { language: staged.language, isShown })
    answered = message
  }
}

/** As mail programs put what is answered below the answer, here folded already. */
function quote(message: Message, answered: Message, { language, isShown }: { language: string; isShown: boolean }) {
  const { words } = findWords(language)
  const sentAt = new Date(answered.sentAt)
  const intro = words.wrote(String(answered.authorName), sayDate(words, sentAt, 'Europe/Tallinn'))
  const lines = String(answered.text).split('\n')
  message.foldedText = [intro, ...lines.map((line) => `> ${line}`)].join('\n')
  message.html = toMarkup(html`<div>${String(message.text)
    .split('\n')
    .map((line) => html`${line}<br />`)}</div>
${isShown && html`<p><img src="cid:${contentIdOf(message.id)}" alt="" width="480" /></p>`}
<details class="quote"><summary>…</summary><div>${intro}</div><blockquote>${lines.map((line) => html`${line}<br />`)}</blockquote></details>`)
}

/** Which letter each of the customers' answers. */
export async function keepReferences(trx: Transaction, stories: Story[]): Promise<void> {
  const references = stories.flatMap(({ messages }) =>
    messages.flatMap(({ workspaceId, id: messageId, kind, externalId }, index) => {
      const answered = messages.slice(0, index).findLast((before) => before.kind !== 'note')
      return kind === 'inbound' && externalId && answered?.externalId
        ? [{ workspaceId, messageId, externalId: answered.externalId }]
        : []
    }),
  )
  await trx.insertInto('mailReferences').values(references).execute()
}

/** Nothing more of who praised search engines comes into the inbox. */
export async function blockSpammer(trx: Transaction, scene: Scene, { owner }: Workplace): Promise<void> {
  const { workspaceId, idAt, now } = scene
  const value = correspondence.V017?.from
  if (!value) return
  await trx
    .insertInto('blockedSenders')
    .values({ workspaceId, id: idAt(now), value, blockedBy: owner.id, createdAt: now })
    .execute()
}
