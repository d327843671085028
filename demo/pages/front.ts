import { type Category, categories, favourites, findProduct, productsIn } from '../catalogue.ts'
import { html } from '../html.ts'
import { picture } from '../pictures.ts'
import type { Visitor } from '../visitor.ts'
import { wordsIn } from '../words.ts'
import { bedroom } from './bedroom.ts'
import type { Page } from './layout.ts'
import { productGrid } from './product-card.ts'

export function frontPage({ language, channelKey }: Visitor): Page {
  const words = wordsIn(language)
  const ask = channelKey
    ? html`<button type="button" class="button quiet" data-open-chat>${words.heroAsk}</button>`
    : html`<a class="button quiet" href="/demo/contact">${words.heroAsk}</a>`

  const content = html`<section class="hero">
<div class="wide">
<div class="hero-text">
<h1>${words.heroTitle}</h1>
<p>${words.heroText}</p>
<p class="actions"><a class="button" href="/demo/category/voodipesu">${words.heroShop}</a>${ask}</p>
</div>
<div class="hero-room">${bedroom(words.heroPicture)}</div>
</div>
</section>
<ul class="promises wide">${words.promises.map(([title, text]) => html`<li><strong>${title}</strong><span>${text}</span></li>`)}</ul>
<section class="wide">
<h2>${words.shelves}</h2>
<ul class="shelf-tiles">${categories.map((category) => html`<li><a href="/demo/category/${category.slug}">${shelfPicture(category)}<span>${category.name[language]}</span></a></li>`)}</ul>
</section>
<section class="wide">
<div class="heading"><h2>${words.favourites}</h2><p>${words.favouritesText}</p></div>
${productGrid(favourites, language)}
</section>
<section class="wide">
<div class="band trial">
<div><h2>${words.trialTitle}</h2><p>${words.trialText}</p><p><a class="button" href="/demo/category/madratsid">${words.trialLink}</a></p></div>
${shelfPicture(categories[0])}
</div>
<div class="band ask">
<div><h2>${words.askTitle}</h2><p>${words.askText}</p></div>
${channelKey ? html`<button type="button" class="button" data-open-chat>${words.openChat}</button>` : html`<a class="button" href="/demo/contact">${words.contact}</a>`}
</div>
</section>`
  return { title: words.home, kind: 'front', content }
}

const faces: Record<string, string> = {
  madratsid: 'MAD-03',
  voodid: 'VOO-06',
  padjad: 'PAD-03',
  tekid: 'TEK-04',
  voodipesu: 'PES-03',
  kodutekstiil: 'VAI-01',
  sisustus: 'DEK-03',
  rätikud: 'RAT-03',
  riided: 'RII-15',
  jalatsid: 'JAL-02',
  parfüümid: 'PAR-01',
  kinkekaardid: 'KIN-02',
}

function shelfPicture(category: Category | undefined) {
  const face = category && (findProduct(faces[category.id] ?? '') ?? productsIn(category)[0])
  return face && picture(face)
}
