import type { ComponentType } from 'preact'
import type { Chat } from '../chat.ts'
import { loadMoreTexts } from '../loading.ts'

type PartModule<Props> = { Part: ComponentType<Props>; styles?: string }

/**
 * A part of the window that comes when it is first drawn: most visitors never need it. Until then it says that it loads, or
 * nothing;
 * when it could not come, the next drawing asks again.
 */
export function part<Props extends { chat: Chat }>(
  load: () => Promise<PartModule<Props>>,
  placeholder?: null,
): ComponentType<Props> {
  let Loaded: ComponentType<Props> | undefined
  let isLoading = false

  async function come(chat: Chat) {
    const { page, changed } = chat
    isLoading = true
    try {
      const [{ Part, styles }] = await Promise.all([load(), loadMoreTexts(chat)])
      if (styles) addStyles(page.launcher.root, styles)
      Loaded = Part
      changed()
    } catch {
      isLoading = false
    }
  }

  return (props) => {
    if (Loaded) return <Loaded {...props} />
    if (!isLoading) void come(props.chat)
    return placeholder === undefined ? <p class="beginning">{props.chat.texts.loading}</p> : placeholder
  }
}

export function addStyles(root: ShadowRoot, styles: string) {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(styles)
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet]
}
