import { type Static, Type } from 'typebox'
import { Id, Instant, LanguageTag, Line, Nullable } from './primitives.ts'

/** Clocks on the wall. A block that ends no later than it begins goes on over midnight; it belongs to the day on which it begins. */
export const Block = Type.Object(
  {
    from: Type.String({ pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$', description: 'HH:MM' }),
    to: Type.String({
      pattern: '^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$',
      description: 'HH:MM; 24:00 is the end of the day.',
    }),
  },
  { additionalProperties: false },
)
export type Block = Static<typeof Block>

const Blocks = Type.Array(Block, { maxItems: 12 })

export const WeeklyHours = Type.Object(
  {
    monday: Blocks,
    tuesday: Blocks,
    wednesday: Blocks,
    thursday: Blocks,
    friday: Blocks,
    saturday: Blocks,
    sunday: Blocks,
  },
  { additionalProperties: false, description: 'A day without blocks is closed.' },
)
export type WeeklyHours = Static<typeof WeeklyHours>

/** Monday first, as ISO 8601 counts. */
export const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const
export type Weekday = (typeof WEEKDAYS)[number]

/** A day of the calendar, wherever it is. */
export const CalendarDate = Type.String({ format: 'date', pattern: '^20', description: 'YYYY-MM-DD' })

/** Countries whose public holidays we know, as ISO 3166-1 names them. */
export const HOLIDAY_COUNTRIES = ['EE', 'FI', 'LV', 'LT', 'SE'] satisfies HolidayCountry[]
export const HolidayCountry = Type.Union([
  Type.Literal('EE'),
  Type.Literal('FI'),
  Type.Literal('LV'),
  Type.Literal('LT'),
  Type.Literal('SE'),
])
export type HolidayCountry = Static<typeof HolidayCountry>

/** A single day that is not like its weekday. */
export const HoursException = Type.Object(
  {
    date: CalendarDate,
    blocks: Type.Array(Block, { maxItems: 12, description: 'Empty: closed.' }),
    note: Type.Optional(Type.Record(LanguageTag, Line(200), { description: 'For customers, a text a language.' })),
  },
  { additionalProperties: false },
)
export type HoursException = Static<typeof HoursException>

export const OpeningHours = Type.Object(
  {
    timeZone: Type.String({ minLength: 1, maxLength: 64, description: 'IANA, for example Europe/Tallinn.' }),
    weekly: WeeklyHours,
    holidays: Type.Object(
      {
        countries: Type.Array(HolidayCountry, { uniqueItems: true }),
        open: Type.Array(Line(80), {
          maxItems: 100,
          description: 'Keys of holidays on which the week goes on as usual, every year.',
        }),
      },
      { additionalProperties: false },
    ),
    exceptions: Type.Array(HoursException, { maxItems: 400, description: 'They count before holidays and the week.' }),
  },
  { additionalProperties: false },
)
export type OpeningHours = Static<typeof OpeningHours>

/** `own`: as this channel or workspace has set them; null: it has set none. */
export const OpeningHoursBody = Type.Object({
  own: Nullable(OpeningHours),
  /** What counts: its own, else the workspace's; null: always open, and nothing is said about hours. */
  hours: Nullable(OpeningHours),
})
export type OpeningHoursBody = Static<typeof OpeningHoursBody>

/** What opening hours mean at this moment, before they are saved. */
export const HoursPreviewBody = Type.Object({
  isOpen: Type.Boolean(),
  nextOpening: Nullable(Instant),
  closesAt: Nullable(Instant),
})
export type HoursPreviewBody = Static<typeof HoursPreviewBody>

export const HolidayBody = Type.Object({
  key: Type.String({ description: 'The same every year.' }),
  country: HolidayCountry,
  date: CalendarDate,
  name: Type.String({ description: 'In a language of the country.' }),
  englishName: Type.String(),
})
export type HolidayBody = Static<typeof HolidayBody>

export const NewBreak = Type.Object(
  {
    channelId: Type.Optional(Nullable(Id)),
    until: Instant,
    note: Type.Optional(Nullable(Line(200, { description: 'For the team; customers see only when it ends.' }))),
  },
  { additionalProperties: false },
)
export type NewBreak = Static<typeof NewBreak>

export const BreakBody = Type.Object({
  id: Id,
  /** null: everybody is on a break. */
  channelId: Nullable(Id),
  startedBy: Type.Object({ id: Id, name: Type.String() }),
  startedAt: Instant,
  until: Instant,
  note: Nullable(Type.String()),
})
export type BreakBody = Static<typeof BreakBody>

/** What a channel promises: an answer within so many seconds of its opening hours, or within so many working days. */
export const AnswerPromise = Type.Object(
  {
    amount: Type.Integer({ minimum: 1, maximum: 86_400 }),
    unit: Type.Union([Type.Literal('seconds'), Type.Literal('working-days')]),
  },
  { additionalProperties: false },
)
export type AnswerPromise = Static<typeof AnswerPromise>

export const ChannelPromise = Type.Object(
  {
    promise: AnswerPromise,
    offersCallback: Type.Boolean({ description: 'Offer to call back when the promise cannot be kept.' }),
  },
  { additionalProperties: false },
)
export type ChannelPromise = Static<typeof ChannelPromise>

/** keeps: the promise holds. breaks: the wait would be longer. closed: outside opening hours. nobody: open, but none is there. */
export const GateState = Type.Union([
  Type.Literal('keeps'),
  Type.Literal('breaks'),
  Type.Literal('closed'),
  Type.Literal('nobody'),
])
export type GateState = Static<typeof GateState>

export const ChannelPromiseBody = Type.Object({
  own: Nullable(ChannelPromise),
  /** What counts: its own, else what its kind promises by default. */
  counts: ChannelPromise,
  state: GateState,
  forecastSeconds: Nullable(Type.Integer({ description: 'How long who asks now waits; null: nobody knows.' })),
})
export type ChannelPromiseBody = Static<typeof ChannelPromiseBody>

export const ExpectedAnswerBody = Type.Object({
  medianSeconds: Type.Integer(),
  p90Seconds: Type.Integer(),
  sampleSize: Type.Integer(),
  basis: Type.Union([Type.Literal('hour'), Type.Literal('opening-hours')], {
    description: 'What it is judged by: such an hour of such a day, or any open hour.',
  }),
})
export type ExpectedAnswerBody = Static<typeof ExpectedAnswerBody>

/** What a shop promises right now, for anybody to show. Cacheable; holds nothing of any visitor or member. */
export const PublicPromiseBody = Type.Object({
  isOpen: Type.Boolean(),
  state: GateState,
  /** chat: an answer comes in time. message, callback: lead with that, as it would not. */
  lead: Type.Union([Type.Literal('chat'), Type.Literal('message'), Type.Literal('callback')]),
  /** false: the shop has set no hours, so say nothing about them. */
  hasHours: Type.Boolean(),
  /** While it is closed; null: not within a year. */
  nextOpening: Nullable(Instant),
  /** While it is open; null: not within two weeks. */
  closesAt: Nullable(Instant),
  /** "Back at 14:30"; null: nobody is on a break. */
  breakUntil: Nullable(Instant),
  timeZone: Type.String({ description: 'Of the hours; IANA.' }),
  weekly: Nullable(WeeklyHours),
  /** Days of the next two weeks that are not like their weekday. */
  specialDays: Type.Array(
    Type.Object({
      date: CalendarDate,
      blocks: Blocks,
      note: Nullable(Type.Record(Type.String(), Type.String())),
      holiday: Nullable(Type.String()),
    }),
  ),
  /** Until a person answers, by what really happened lately; null: too little did to know. */
  expectedAnswer: Nullable(ExpectedAnswerBody),
  contact: Type.Object({ email: Nullable(Type.String()), phone: Nullable(Type.String()) }),
})
export type PublicPromiseBody = Static<typeof PublicPromiseBody>
