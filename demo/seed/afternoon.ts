/** How a conversation of the data stands this afternoon; the others were closed weeks ago. */
export type Staging = {
  status: 'open' | 'pending' | 'snoozed' | 'closed' | 'spam'
  /** When the last turn was: so many minutes ago, or so many days ago at its own hour. */
  last: { minutesAgo: number } | { daysAgo: number }
  /** Only the first so many turns have happened yet. */
  turns?: number
  /** Passed on before anybody answered; to nobody: only to the team. */
  given?: { by: string; to: string | null }
  /** Its agent has read the last message and not answered yet. */
  isRead?: boolean
  wakesInDays?: number
  /** The warehouse is asked in when the agent answers. */
  needsWarehouse?: boolean
  /** What was attached, by turn. */
  photos?: { turn: number; photo: string; name: string; isInline?: boolean }[]
}

/** Liis is at the desk: hers are in "Mine". */
export const afternoon: Record<string, Staging> = {
  // Hers, and somebody waits.
  V047: { status: 'open', last: { minutesAgo: 3 }, turns: 4 },
  V002: {
    status: 'open',
    last: { minutesAgo: 7 },
    turns: 5,
    needsWarehouse: true,
    photos: [{ turn: 2, photo: 'wrong-trousers', name: 'IMG_4127.jpg' }],
  },
  V048: { status: 'open', last: { minutesAgo: 13 }, turns: 2, given: { by: 'Marko', to: 'Liis' } },
  V049: { status: 'open', last: { minutesAgo: 52 }, turns: 3 },
  V010: { status: 'open', last: { minutesAgo: 94 }, turns: 4, isRead: true },
  V008: {
    status: 'open',
    last: { minutesAgo: 141 },
    turns: 4,
    photos: [{ turn: 0, photo: 'broken-leg', name: 'voodijalg.jpg' }],
  },
  // Hers, answered, not closed yet.
  V006: {
    status: 'open',
    last: { minutesAgo: 198 },
    photos: [{ turn: 1, photo: 'invoice.pdf', name: 'arve-48090.pdf' }],
  },
  // Nobody's yet.
  V055: { status: 'open', last: { minutesAgo: 2 }, turns: 2 },
  V025: { status: 'open', last: { minutesAgo: 5 }, turns: 1 },
  V018: { status: 'open', last: { minutesAgo: 9 }, turns: 3 },
  V059: { status: 'open', last: { minutesAgo: 16 }, turns: 2 },
  V030: { status: 'open', last: { minutesAgo: 24 }, turns: 2, given: { by: 'Marko', to: null } },
  V063: { status: 'open', last: { minutesAgo: 41 } },
  V031: { status: 'open', last: { minutesAgo: 174 }, turns: 1, given: { by: 'Marko', to: null } },
  // The others'.
  V007: { status: 'open', last: { minutesAgo: 6 }, turns: 4 },
  V022: { status: 'open', last: { minutesAgo: 11 }, turns: 5 },
  V005: {
    status: 'open',
    last: { minutesAgo: 68 },
    turns: 3,
    needsWarehouse: true,
    photos: [{ turn: 2, photo: 'parcel-label', name: 'наклейка.jpg' }],
  },

  V036: { status: 'pending', last: { daysAgo: 1 }, turns: 4 },
  V003: {
    status: 'pending',
    last: { daysAgo: 1 },
    turns: 5,
    photos: [{ turn: 2, photo: 'curtain-measure', name: 'kardin.jpg', isInline: true }],
  },
  V024: { status: 'pending', last: { daysAgo: 1 }, turns: 2 },
  V057: { status: 'pending', last: { daysAgo: 2 } },

  V051: { status: 'snoozed', last: { daysAgo: 3 }, wakesInDays: 5 },
  V042: { status: 'snoozed', last: { daysAgo: 5 }, wakesInDays: 2 },
  V046: { status: 'snoozed', last: { daysAgo: 3 }, wakesInDays: 4 },

  V056: { status: 'closed', last: { minutesAgo: 57 } },
  V052: { status: 'closed', last: { minutesAgo: 119 } },
  V027: { status: 'closed', last: { minutesAgo: 223 } },
  V060: { status: 'closed', last: { daysAgo: 1 } },
  V053: { status: 'closed', last: { daysAgo: 2 } },
  V058: { status: 'closed', last: { daysAgo: 2 } },
  V054: { status: 'closed', last: { daysAgo: 3 } },
  V045: { status: 'closed', last: { daysAgo: 5 } },

  V062: { status: 'spam', last: { minutesAgo: 560 } },
  V061: { status: 'spam', last: { daysAgo: 1 } },
  V017: { status: 'spam', last: { daysAgo: 4 } },
}
