import { type Static, Type } from 'typebox'
import { Line, Nullable } from './primitives.ts'

export const WebAddress = Type.String({ pattern: '^https?://[^\\s<>"\'\\\\]+$', maxLength: 2_000 })

/** Answers to choose from: the one that is pressed is sent as the customer's own words. */
export const QuickReplies = Type.Object(
  {
    kind: Type.Literal('quick-replies'),
    options: Type.Array(Type.Object({ label: Line(60) }, { additionalProperties: false }), {
      minItems: 2,
      maxItems: 5,
    }),
  },
  { additionalProperties: false },
)

export const ShownProduct = Type.Object(
  {
    name: Line(300),
    url: WebAddress,
    imageUrl: Nullable(WebAddress),
    price: Nullable(Type.Number({ minimum: 0, maximum: 1e9 })),
    currency: Nullable(Type.String({ pattern: '^[A-Z]{3}$', description: 'ISO 4217.' })),
    buttonLabel: Nullable(Line(40, { description: 'null: the chat window’s own words.' })),
  },
  { additionalProperties: false },
)
export type ShownProduct = Static<typeof ShownProduct>

export const ShownProducts = Type.Object(
  { kind: Type.Literal('products'), products: Type.Array(ShownProduct, { minItems: 1, maxItems: 5 }) },
  { additionalProperties: false },
)

/** What an answer in a chat shows beside its words. */
export const MessageContent = Type.Union([QuickReplies, ShownProducts])
export type MessageContent = Static<typeof MessageContent>
