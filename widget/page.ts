import type { VisitContext, WidgetPageEvent } from '#protocol/widget.ts'
import type { Kept } from './kept.ts'

/** What the page told about itself by `infolett('context', …)`. */
export type PageContext = Pick<VisitContext, 'page' | 'cart' | 'order'>

/** What is remembered of a visitor from page to page. Nothing of what was said. */
export type Visitor = {
  token?: string
  /** The shop said who the visitor is: on a shared computer, not to be shown to whoever comes next. */
  isIdentified?: boolean
  /** A conversation is not closed: worth asking for unread messages when a page is idle. */
  hasOpenThread?: boolean
  /** How many messages wait for a connection: worth connecting when a page is idle. */
  unsent?: number
  accent?: string
  look?: Look
  /** What they said to being seen by the team; the shop's page asks them. */
  consent?: boolean
  /** The team was told of the visit; to be taken back when the visitor no longer consents. */
  isSeen?: boolean
}

/**
 * How the shop wants its launcher: which corner (`left` or `right`), how far from its edges in CSS pixels, words beside
 * the icon. What is not said, or nought, is as the page's `--infolett-x` and `--infolett-y` say, else 20 pixels.
 */
export type Look = { side?: string; x?: number; y?: number; label?: string }

/** The page a chat stands on, as the loader hands it to the panel. */
export type Page = {
  /** Origin of the Infolett server. */
  server: string
  channelKey: string
  /** Begins the name of everything kept in this browser. */
  name: string
  language: string
  visitor: Kept<Visitor>
  /** CSS hex colour; the shop's settings win over the script tag. */
  accent: string
  /** The JWT by which the shop says who the visitor is; never stored. */
  identity?: string
  context: PageContext
  launcher: Launcher
  say(event: WidgetPageEvent): void
}

export type Launcher = {
  root: ShadowRoot
  showUnread(count: number): void
  /** A plain sentence beside the launcher; none takes it away. */
  showNote(note?: string): void
  hide(isHidden: boolean): void
  paint(accent: string): void
  place(look: Look): void
  focus(): void
}

/** A loaded panel, as the loader knows it. */
export type Panel = {
  open(): void
  close(): void
  /** Sends what waits, without opening. */
  connect(): void
  /** `page.identity` is another. */
  identify(): void
  logout(): void
  /** `page.context` is another. */
  changeContext(): void
}
