import { type Static, Type } from 'typebox'
import { Id, Instant, Line, Nullable } from './primitives.ts'

export const IdentityKind = Type.Union([
  Type.Literal('email'),
  Type.Literal('phone'),
  Type.Literal('visitor'),
  Type.Literal('shop_account'),
])
export type IdentityKind = Static<typeof IdentityKind>

export const IdentityBody = Type.Object({
  kind: IdentityKind,
  value: Type.String(),
  isVerified: Type.Boolean({ description: 'false: the customer only said so.' }),
})
export type IdentityBody = Static<typeof IdentityBody>

/** A page the visitor saw during this visit. */
export const VisitedPage = Type.Object({
  url: Type.String(),
  title: Type.String(),
  at: Instant,
  product: Type.Optional(
    Type.Object(
      {
        name: Type.String(),
        sku: Type.Optional(Type.String()),
        price: Type.Optional(Type.Number()),
        currency: Type.Optional(Type.String()),
      },
      { description: 'Which product it shows, as the shop’s page says.' },
    ),
  ),
})
export type VisitedPage = Static<typeof VisitedPage>

/** What brought a visitor, as the address of their first page says (utm_source, utm_medium, utm_campaign). */
export const CampaignBody = Type.Object({
  source: Type.Optional(Type.String()),
  medium: Type.Optional(Type.String()),
  name: Type.Optional(Type.String()),
})
export type CampaignBody = Static<typeof CampaignBody>

/** Something that went wrong on the shop's page. Addresses come without the values of their parameters. */
export const VisitError = Type.Object(
  {
    at: Instant,
    url: Line(2_000, { description: 'The page.' }),
    kind: Type.Union([Type.Literal('script'), Type.Literal('request')]),
    message: Line(300, { description: 'What the browser says; of a request what asked, such as fetch.' }),
    source: Type.Optional(Line(2_000, { description: 'The script with line and column, or what was requested.' })),
    status: Type.Optional(Type.Integer({ minimum: 100, maximum: 599, description: 'What a request was answered.' })),
  },
  { additionalProperties: false },
)
export type VisitError = Static<typeof VisitError>
export const MAX_VISIT_ERRORS = 20

export const CartBody = Type.Object({
  items: Type.Array(
    Type.Object({
      sku: Type.String(),
      name: Type.String(),
      quantity: Type.Number(),
      unitPrice: Type.Number(),
    }),
  ),
  total: Type.Number(),
  currency: Type.String(),
})
export type CartBody = Static<typeof CartBody>

export const VisitBody = Type.Object({
  id: Id,
  startedAt: Instant,
  lastSeenAt: Instant,
  isOnline: Type.Boolean(),
  browser: Nullable(Type.String()),
  os: Nullable(Type.String()),
  device: Nullable(Type.String({ description: 'desktop, mobile or tablet' })),
  language: Nullable(Type.String()),
  country: Nullable(Type.String({ description: 'ISO 3166-1 code, as the address of the visitor tells.' })),
  referrer: Nullable(Type.String()),
  campaign: Nullable(CampaignBody),
  pages: Type.Array(VisitedPage, { description: 'Newest first, at most 50.' }),
  cart: Nullable(CartBody),
  errors: Type.Array(VisitError, { description: 'Newest first, at most 20.' }),
})
export type VisitBody = Static<typeof VisitBody>

export const OrderBody = Type.Object({
  id: Id,
  number: Type.String(),
  status: Type.String(),
  placedAt: Instant,
  total: Type.Number(),
  currency: Type.String(),
  items: Type.Array(
    Type.Object({
      sku: Type.String(),
      name: Type.String(),
      variant: Type.Optional(Type.String()),
      quantity: Type.Number(),
      unitPrice: Type.Number(),
    }),
  ),
  delivery: Nullable(
    Type.Object({
      carrier: Nullable(Type.String()),
      destination: Nullable(Type.String()),
      trackingCode: Nullable(Type.String()),
      shippedAt: Nullable(Instant),
      deliveredAt: Nullable(Instant),
    }),
  ),
})
export type OrderBody = Static<typeof OrderBody>

export const CustomerBody = Type.Object({
  id: Id,
  name: Nullable(Type.String()),
  language: Nullable(Type.String()),
  country: Nullable(Type.String()),
  city: Nullable(Type.String()),
  attributes: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number(), Type.Boolean()]), {
    description: 'What the shop told us about this customer.',
  }),
  identities: Type.Array(IdentityBody),
  createdAt: Instant,
})
export type CustomerBody = Static<typeof CustomerBody>

/** The panel beside a conversation: who asks, what they bought, what they look at now, what they asked before. */
export const CustomerCardBody = Type.Object({
  customer: CustomerBody,
  visit: Nullable(VisitBody),
  orders: Type.Array(OrderBody, { description: 'Newest first, at most 20.' }),
  conversations: Type.Array(
    Type.Object({
      id: Id,
      number: Type.Integer(),
      status: Type.String(),
      preview: Type.String(),
      lastMessageAt: Instant,
    }),
    { description: 'Newest first, at most 20; only those the asker may see.' },
  ),
})
export type CustomerCardBody = Static<typeof CustomerCardBody>
