import type { WidgetCall } from '#protocol/widget.ts'
import { SPRUCE } from '../accent.ts'
import { keep } from '../kept.ts'
import type { Page, Panel, Visitor } from '../page.ts'
import type { LauncherTexts, Texts } from '../panel/texts/texts.ts'
import { whenIdle } from './idle.ts'
import { chooseLanguage } from './language.ts'
import { drawLauncher } from './launcher.ts'
import { createListeners } from './listeners.ts'
import { lookOf } from './look.ts'
import { countUnread } from './unread.ts'

/** Put in by the build: the launcher's texts by language, and the name under which the panel is served. */
declare const LAUNCHER_TEXTS: Record<string, LauncherTexts>
declare const PANEL_HASH: string

const launcherTexts = LAUNCHER_TEXTS

type Calls = { (...call: WidgetCall): void; q?: Iterable<ArrayLike<unknown>>; isHere?: true }
type PanelModule = { startPanel(page: Page, texts: Texts): Panel }

declare global {
  interface Window {
    infolett?: Calls
  }
}

const script = document.currentScript ?? document.querySelector('script[data-channel]')
if (script instanceof HTMLScriptElement && script.dataset.channel && !window.infolett?.isHere) {
  start(script, script.dataset.channel)
}

function start({ src, dataset }: HTMLScriptElement, channelKey: string) {
  const server = new URL(src).origin
  const name = `infolett:${channelKey}`
  const visitor = keep<Visitor>(name)
  const known = visitor.read()
  const language = chooseLanguage(launcherTexts, dataset.language)
  const texts = launcherTexts[language] as LauncherTexts
  const accent = known.accent ?? dataset.accent ?? SPRUCE
  const look = known.look ?? lookOf(dataset, language)
  const launcher = drawLauncher(texts, accent, look, { touched: load, pressed: () => (isOpening ? close() : open()) })
  const listeners = createListeners()
  const page: Page = { server, name, channelKey, language, visitor, accent, launcher, context: {}, say: listeners.say }

  let panel: Panel | undefined
  let loading: Promise<Panel> | undefined
  let tries = 0
  let isOpening = false

  function load() {
    loading ??= Promise.all<[Promise<PanelModule>, Promise<{ texts: Texts }>]>([
      import(address('panel')),
      import(address(language)),
    ]).then(([module, { texts }]) => {
      panel = module.startPanel(page, texts)
      return panel
    })
    loading.catch(() => {
      loading = undefined
      tries++
    })
    return loading
  }

  /** Every try has an address of its own because browsers remember modules that failed. */
  function address(module: string) {
    return `${server}/widget/${module}-${PANEL_HASH}.js${tries ? `?${tries}` : ''}`
  }

  async function open() {
    if (isOpening) return
    isOpening = true
    while (isOpening) {
      try {
        const loaded = await load()
        if (isOpening) loaded.open()
        isOpening = false
      } catch {
        launcher.showNote(texts.cannotConnect)
        await new Promise((resolve) => {
          setTimeout(resolve, Math.min(30, 2 ** tries) * 500 * (1 + Math.random()))
          addEventListener('online', resolve, { once: true })
        })
      }
    }
    launcher.showNote()
  }

  function close() {
    isOpening = false
    launcher.showNote()
    panel?.close()
  }

  function logout() {
    page.identity = undefined
    if (panel) return panel.logout()
    visitor.forget()
    keep(`${name}:drafts`).forget()
    launcher.showUnread(0)
    try {
      indexedDB.deleteDatabase(name)
    } catch {}
  }

  function obey(call: WidgetCall) {
    switch (call[0]) {
      case 'open':
        return open()
      case 'close':
        return close()
      case 'identify':
        page.identity = call[1]
        return panel?.identify()
      case 'logout':
        return logout()
      case 'context':
        page.context = { ...page.context, ...call[1] }
        return panel?.changeContext()
      case 'consent':
        visitor.write({ consent: call[1] })
        return panel?.changeContext()
      case 'on':
        return listeners.add(call[1], call[2])
      case 'off':
        return listeners.remove(call[1], call[2])
    }
  }

  const early = window.infolett?.q ?? []
  window.infolett = Object.assign((...call: WidgetCall) => void obey(call), { isHere: true as const })
  for (const call of early) window.infolett(...(Array.from(call) as WidgetCall))

  whenIdle(async () => {
    const kept = visitor.read()
    if (panel) return
    if (kept.unsent || (kept.isSeen && kept.consent === false)) (await load()).connect()
    else if (kept.token && kept.hasOpenThread) {
      const count = await countUnread(`${server}/api/widget/${channelKey}/unread`, kept.token)
      if (panel || count === undefined) return
      launcher.showUnread(count)
      page.say({ type: 'unread', count })
    }
  })
}
