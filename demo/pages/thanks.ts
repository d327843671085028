import { html } from '../html.ts'
import type { Visitor } from '../visitor.ts'
import { wordsIn } from '../words.ts'
import type { Page } from './layout.ts'
import { rowan } from './rowan.ts'

export function thanksPage({ language, channelKey }: Visitor): Page {
  const words = wordsIn(language)
  const content = html`<div class="wide"><div class="empty tall">
${rowan}
<h1>${words.thanksTitle}</h1>
<p>${words.thanksText}</p>
${channelKey && html`<p>${words.thanksAsk}</p>`}
<p class="actions"><a class="button" href="/demo">${words.backToShop}</a>${channelKey && html`<button type="button" class="button quiet" data-open-chat>${words.openChat}</button>`}</p>
</div></div>`
  return { title: words.thanksTitle, kind: 'thanks', content }
}
