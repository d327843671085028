import { html } from '../html.ts'
import type { Visitor } from '../visitor.ts'
import { wordsIn } from '../words.ts'
import type { Page } from './layout.ts'
import { rowan } from './rowan.ts'

export function notFoundPage({ language }: Visitor): Page {
  const words = wordsIn(language)
  const content = html`<div class="wide"><div class="empty tall">${rowan}<h1>${words.notFoundTitle}</h1><p>${words.notFoundText}</p>
<p><a class="button" href="/demo">${words.backToShop}</a></p></div></div>`
  return { status: 404, title: words.notFoundTitle, kind: 'not-found', content }
}
