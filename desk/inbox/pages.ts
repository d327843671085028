import type { InboxItemBody, InboxPageBody } from '#protocol/conversations.ts'

export type InboxSort = 'newest' | 'waiting'

/** The pages of one list as they were read; the first holds the top. */
export type InboxPages = { pages: InboxPageBody[]; pageParams: unknown[] }

/** Puts a conversation where it belongs now, wherever it stood before. Below the last page that was read it is left out. */
export function place<Data extends InboxPages>(data: Data, item: InboxItemBody, sort: InboxSort): Data {
  const rest = remove(data, item.id)
  const at = rest.pages.findIndex((page, index) => {
    const last = page.conversations.at(-1)
    if (last && compare[sort](item, last) < 0) return true
    return index === rest.pages.length - 1 && page.nextCursor === null
  })
  if (at === -1) return rest
  return { ...rest, pages: rest.pages.with(at, inserted(rest.pages[at], item, sort)) }
}

/** Takes a conversation out of a list; the same data when it was not in it. */
export function remove<Data extends InboxPages>(data: Data, id: string): Data {
  const at = data.pages.findIndex((page) => page.conversations.some((item) => item.id === id))
  const page = data.pages[at]
  if (!page) return data
  return {
    ...data,
    pages: data.pages.with(at, { ...page, conversations: page.conversations.filter((item) => item.id !== id) }),
  }
}

export function find(data: InboxPages, id: string): InboxItemBody | undefined {
  for (const page of data.pages) {
    const item = page.conversations.find((candidate) => candidate.id === id)
    if (item) return item
  }
}

/** All rows in order. One that moved down while a later page was read stands in two pages; its first place counts. */
export function rowsOf(data: InboxPages): InboxItemBody[] {
  const seen = new Set<string>()
  return data.pages.flatMap((page) => page.conversations).filter(({ id }) => !seen.has(id) && seen.add(id))
}

/** Fewer pages, so that reading a long list anew does not ask for hundreds. */
export function shortened<Data extends InboxPages>(data: Data, most: number): Data {
  return { ...data, pages: data.pages.slice(0, most), pageParams: data.pageParams.slice(0, most) }
}

function inserted(page: InboxPageBody | undefined, item: InboxItemBody, sort: InboxSort): InboxPageBody {
  const conversations = page?.conversations ?? []
  const next = conversations.findIndex((other) => compare[sort](item, other) < 0)
  return {
    nextCursor: page?.nextCursor ?? null,
    conversations: conversations.toSpliced(next === -1 ? conversations.length : next, 0, item),
  }
}

type Sortable = Pick<InboxItemBody, 'id' | 'lastMessageAt' | 'waitingSince'>

const compare: Record<InboxSort, (a: Sortable, b: Sortable) => number> = {
  newest: (a, b) => order(b.lastMessageAt, a.lastMessageAt) || order(b.id, a.id),
  waiting: (a, b) => {
    if (a.waitingSince && b.waitingSince) return order(a.waitingSince, b.waitingSince) || order(a.id, b.id)
    if (a.waitingSince || b.waitingSince) return a.waitingSince ? -1 : 1
    return order(a.id, b.id)
  },
}

function order(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
