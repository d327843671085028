import { html } from '../html.ts'
import { stores, supportEmail, supportPhone } from '../stores.ts'
import type { Visitor } from '../visitor.ts'
import { wordsIn } from '../words.ts'
import type { Page } from './layout.ts'

export function contactPage({ language, channelKey }: Visitor): Page {
  const words = wordsIn(language)
  const content = html`<div class="wide">
<div class="page-heading"><h1>${words.contactTitle}</h1><p>${words.contactText}</p></div>
<ul class="ways">
${channelKey && html`<li class="way main"><h2>${words.chatTitle}</h2><p>${words.chatText}</p><p><button type="button" class="button" data-open-chat>${words.openChat}</button></p></li>`}
<li class="way"><h2>${words.emailTitle}</h2><p>${words.emailText}</p><p><a href="mailto:${supportEmail}">${supportEmail}</a></p></li>
<li class="way"><h2>${words.phoneTitle}</h2><p>${words.phoneText}</p><p><a href="tel:${supportPhone.replaceAll(' ', '')}">${supportPhone}</a></p></li>
</ul>
<section><h2>${words.storesTitle}</h2>
<ul class="stores">${stores.map(
    ({ city, place, hours }) =>
      html`<li><h3>${city}</h3><p class="muted">${place[language]}</p>${hours.map((line) => html`<p>${line[language]}</p>`)}</li>`,
  )}</ul>
<p class="muted">${words.holidays}</p>
</section>
</div>`
  return { title: words.contactTitle, kind: 'contact', content }
}
