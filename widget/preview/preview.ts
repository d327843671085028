import type { WidgetServerFrame } from '#protocol/socket.ts'
import type { WidgetMessageBody, WidgetSessionBody } from '#protocol/widget.ts'
import type { WidgetPreview } from '#protocol/widget-preview.ts'

/**
 * The page on which the desk shows a chat window before its settings are saved. The window is the real one; what it asks
 * is answered here, and the page's content security policy lets nothing out.
 */
let shown: WidgetPreview | undefined
let changes = 0
let isLoading = false

addEventListener('message', ({ data, source }) => {
  if (source === parent) show(data)
})

function show(next: WidgetPreview) {
  const former = shown
  shown = next
  document.documentElement.dataset.scheme = next.scheme
  if (isLoading) return
  if (!former || next.shows === 'button') putOnPage(next)
  else if (former.shows === 'button') window.infolett?.('open')
  // The window asks for a session anew, and so for how it looks.
  else window.infolett?.('identify', `${changes++}`)
}

/** The script tag as the shop will have it: what is not known before the first visit must look right too. */
function putOnPage(told: WidgetPreview) {
  for (const before of document.querySelectorAll('infolett-chat,script[data-channel]')) before.remove()
  delete window.infolett
  isLoading = true
  const { config, language } = told
  const { side, x, y, label } = config.look
  const script = document.createElement('script')
  script.src = '/widget.js'
  const wanted = { channel: 'preview', language, accent: config.accent, side, x, y, label }
  for (const [name, value] of Object.entries(wanted)) if (value) script.dataset[name] = String(value)
  script.onload = () => {
    isLoading = false
    if (shown && shown !== told) putOnPage(shown)
    else if (told.shows === 'window') window.infolett?.('open')
  }
  document.head.append(script)
}

/** Light or dark as the desk asks, not as this browser is. */
const replaceSync = CSSStyleSheet.prototype.replaceSync
CSSStyleSheet.prototype.replaceSync = function (text) {
  const holds = shown?.scheme === 'dark' ? 'all' : 'not all'
  replaceSync.call(this, text.replaceAll(/\(prefers-color-scheme: ?dark\)/g, holds))
}

window.fetch = async (address) => {
  const isSession = String(address).endsWith('/session')
  return shown && isSession ? Response.json(session(shown)) : new Response(null, { status: 404 })
}

function session({ config, teamMember }: WidgetPreview): WidgetSessionBody {
  return {
    token: 'preview',
    isNew: false,
    config,
    customer: { name: null, isIdentified: false, hasEmail: true },
    team: { isOnline: true, members: [{ name: teamMember }] },
    threads: [],
  }
}

/** Whoever writes into the form beside keeps the cursor. */
const { focus } = HTMLElement.prototype
HTMLElement.prototype.focus = function (options) {
  if (document.hasFocus()) focus.call(this, options)
}

/** Takes in what somebody tries to write, as the server would. */
class PreviewSocket extends EventTarget {
  static readonly OPEN = 1
  readyState = PreviewSocket.OPEN
  onopen?: () => void
  onmessage?: (event: { data: string }) => void
  onclose?: (event: { code: number }) => void
  private sent = 0

  constructor() {
    super()
    queueMicrotask(() => this.onopen?.())
  }

  send(text: string) {
    const frame = JSON.parse(text)
    if (frame.type === 'hello') this.say({ type: 'welcome', heartbeatSeconds: 3_600 })
    if (frame.type === 'send') this.accept(frame)
  }

  close() {
    this.readyState = 3
  }

  private accept({ ref, threadId, clientId, text }: { ref: number; threadId: string; clientId: string; text: string }) {
    const message: WidgetMessageBody = {
      id: `01900000-0000-7000-8000-${String(++this.sent).padStart(12, '0')}`,
      threadId,
      kind: 'inbound',
      author: { kind: 'customer', name: '' },
      text,
      attachments: [],
      state: 'received',
      clientId,
      sentAt: new Date().toISOString(),
    }
    this.say({ type: 'accepted', ref, threadId, revision: this.sent, message })
  }

  private say(frame: WidgetServerFrame) {
    queueMicrotask(() => this.onmessage?.({ data: JSON.stringify(frame) }))
  }
}
Object.assign(window, { WebSocket: PreviewSocket })
