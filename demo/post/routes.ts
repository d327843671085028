import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import { LETTER_POLICY, toLetterDocument } from '#conversations/letter-document.ts'
import { demoCustomers } from '../data.ts'
import { html, toMarkup } from '../html.ts'
import { layOut, type Page } from '../pages/layout.ts'
import { letterPage, mailboxesPage } from '../pages/mail.ts'
import { supportEmail } from '../stores.ts'
import type { Visitor } from '../visitor.ts'
import { examples } from './examples.ts'
import type { PostedLetter } from './letter.ts'
import type { PostOffice } from './post-office.ts'
import { answerSubjectOf, type CustomersLetter, writeAsCustomer } from './writing.ts'

export type Post = Pick<PostOffice, 'list' | 'find' | 'headOf'> & {
  /** Whether the shop's mail goes by here. */
  isOpen(): Promise<boolean>
  /** Brings a customer's mail to the shop; undefined: it is not open. */
  handIn(mail: Buffer, from: string): Promise<PostedLetter | undefined>
}

type PostRoutes = { post: Post; visitorOf: (request: FastifyRequest, reply: FastifyReply) => Promise<Visitor> }
type LetterRoute = { Params: { id: string }; Querystring: Record<string, string> }

const MOST_CHARACTERS = 20_000
const hidden = { schema: { hide: true } }

/** /demo/mail: customers' mailboxes, to read and to answer from. */
export const postRoutes: FastifyPluginAsync<PostRoutes> = async (app, { post, visitorOf }) => {
  const show = async (request: FastifyRequest, reply: FastifyReply, page: (visitor: Visitor) => Page) => {
    const visitor = await visitorOf(request, reply)
    return reply
      .header('cache-control', 'private, no-cache')
      .header('vary', 'cookie')
      .type('text/html; charset=utf-8')
      .send(layOut(page(visitor), new URL(request.url, 'http://shop.invalid').pathname, visitor))
  }
  const handIn = async (letter: CustomersLetter) => post.handIn(await writeAsCustomer(letter), letter.from.address)

  app.get<LetterRoute>('/demo/mail', hidden, async (request, reply) => {
    const [letters, isOpen] = await Promise.all([post.list(), post.isOpen()])
    return show(request, reply, (visitor) =>
      mailboxesPage({ letters, isOpen, hasSent: 'sent' in request.query }, visitor),
    )
  })

  app.post('/demo/mail', hidden, async ({ body }, reply) => {
    const customer = demoCustomers.find(({ id }) => id === fieldOf(body, 'customer'))
    if (!customer) return reply.redirect('/demo/mail', 303)
    const { name, email: address, language } = customer
    const text = fieldOf(body, 'text')
    const subject = fieldOf(body, 'subject').replace(/\s+/g, ' ').slice(0, 200)
    const example = examples[language]
    await handIn({
      from: { name, address },
      to: { name: 'Pihlaka pood', address: supportEmail },
      subject: subject || (text ? '' : example.subject),
      text: text || `${example.text}\n${name}`,
    })
    return reply.redirect('/demo/mail?sent', 303)
  })

  app.get<LetterRoute>('/demo/mail/:id', hidden, async (request, reply) => {
    const letter = await post.find(request.params.id)
    if (!letter) return reply.redirect('/demo/mail', 303)
    const owner = ownerOf(letter, request.query.as)
    const [head, isOpen] = await Promise.all([post.headOf(letter.id), post.isOpen()])
    const hasSent = 'sent' in request.query
    return show(request, reply, (visitor) => letterPage({ letter, head, owner, isOpen, hasSent }, visitor))
  })

  app.get<LetterRoute>('/demo/mail/:id/sheet', hidden, async ({ params }, reply) => {
    const letter = await post.find(params.id)
    const pictures = { own: () => undefined, elsewhere: () => undefined }
    const written = letter?.html ?? toMarkup(html`<div style="white-space:pre-wrap">${letter?.text}</div>`)
    return reply
      .type('text/html; charset=utf-8')
      .header('content-security-policy', LETTER_POLICY)
      .header('referrer-policy', 'no-referrer')
      .send(await toLetterDocument(written, { scheme: 'light', pictures }))
  })

  app.post<LetterRoute>('/demo/mail/:id/answer', hidden, async ({ params, body }, reply) => {
    const letter = await post.find(params.id)
    const text = fieldOf(body, 'text')
    if (letter?.way !== 'to-customer' || !text) return reply.redirect('/demo/mail', 303)
    const owner = ownerOf(letter, fieldOf(body, 'as'))
    await handIn({ from: owner, to: letter.replyTo, subject: answerSubjectOf(letter), text, answers: letter })
    return reply.redirect(`/demo/mail/${letter.id}?as=${encodeURIComponent(owner.address)}&sent`, 303)
  })
}

/** Only who has a letter answers it. */
const ownerOf = ({ people, from }: PostedLetter, asked: string | undefined) =>
  people.find(({ address }) => address === asked) ?? people[0] ?? from

const fieldOf = (body: unknown, name: string): string =>
  ((body instanceof URLSearchParams && body.get(name)) || '').trim().slice(0, MOST_CHARACTERS)
