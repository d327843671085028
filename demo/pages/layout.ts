import { asset } from '../assets.ts'
import { type Category, categories } from '../catalogue.ts'
import { type Html, html, toMarkup } from '../html.ts'
import { stores, supportEmail, supportPhone } from '../stores.ts'
import type { Visitor } from '../visitor.ts'
import { type Words, wordsIn } from '../words.ts'
import { rowan } from './rowan.ts'

/** What one page has to say; the rest of the page is the same everywhere. */
export type Page = {
  status?: number
  title: string
  /** What assets/shop.js calls it, and tells the chat. */
  kind: 'front' | 'category' | 'product' | 'cart' | 'checkout' | 'thanks' | 'contact' | 'account' | 'mail' | 'not-found'
  content: Html
  /** The product on show, as assets/shop.js puts it into the cart. */
  product?: object
  category?: Category
}

export function layOut(page: Page, path: string, visitor: Visitor): string {
  const words = wordsIn(visitor.language)
  return toMarkup(html`<!doctype html>
<html lang="${visitor.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${page.kind === 'front' ? `${words.shopName} · ${words.tagline}` : words.title(page.title)}</title>
<meta name="description" content="${words.heroText}">
<meta name="robots" content="noindex">
${visitor.identity && html`<meta name="infolett-identity" content="${visitor.identity}" data-customer="${visitor.customerId}">`}
<link rel="icon" href="${asset('icon.svg')}" type="image/svg+xml">
<link rel="stylesheet" href="${asset('shop.css')}">
<script src="${asset('shop.js')}" defer></script>
${visitor.channelKey && html`<script src="/widget.js" data-channel="${visitor.channelKey}" async></script>`}
</head>
<body data-page="${page.kind}" data-title="${page.title}" data-product="${page.product && JSON.stringify(page.product)}">
<a class="skip" href="#content">${words.skip}</a>
<p class="notice"><span>${words.demoNotice}</span> ${visitor.channelKey && html`<button type="button" class="link" data-open-chat>${words.demoInvitation}</button>`}</p>
${header(path, page, visitor, words)}
<main id="content">
${page.content}
</main>
${footer(visitor, words)}
</body>
</html>
`)
}

function header(path: string, page: Page, { language, customerId }: Visitor, words: Words) {
  const otherLanguage = language === 'et' ? 'en' : 'et'
  return html`<header class="top">
<div class="wide top-row">
<a class="logo" href="/demo">${rowan}<span>Pihlaka <em>pood</em></span></a>
<nav class="tools" aria-label="${words.shopName}">
<a class="language" href="${path}?lang=${otherLanguage}" hreflang="${otherLanguage}" lang="${otherLanguage}" title="${words.otherLanguage}">${otherLanguage.toUpperCase()}</a>
<a href="/demo/contact" ${current(page.kind === 'contact')}>${icons.contact}<span>${words.contact}</span></a>
<a href="/demo/account" ${current(page.kind === 'account')}>${icons.account}<span>${words.account}</span>${customerId && html`<i class="dot"></i>`}</a>
<a href="/demo/cart" ${current(page.kind === 'cart')}>${icons.cart}<span>${words.cart}</span><b class="count" data-cart-count hidden></b></a>
</nav>
</div>
<nav class="shelves" aria-label="${words.categoriesLabel}"><ul class="wide">
${categories.map((category) => html`<li><a href="/demo/category/${category.slug}" ${current(category === page.category)}>${category.name[language]}</a></li>`)}
</ul></nav>
</header>`
}

function current(isCurrent: boolean) {
  return isCurrent && html`aria-current="page"`
}

function footer({ language, hasMail }: Visitor, words: Words) {
  return html`<footer class="bottom"><div class="wide">
<div class="bottom-brand">${rowan}<p>${words.footerNote}</p></div>
<div><h2>${words.footerHelp}</h2><ul>
<li><a href="/demo/contact">${words.contact}</a></li>
<li><a href="mailto:${supportEmail}">${supportEmail}</a></li>
<li><a href="tel:${supportPhone.replaceAll(' ', '')}">${supportPhone}</a></li>
${hasMail && html`<li><a href="/demo/mail">${words.footerMail}</a></li>`}
</ul></div>
<div><h2>${words.footerStores}</h2><ul>${stores.map(({ city, place }) => html`<li>${city}, ${place[language]}</li>`)}</ul></div>
<div class="bottom-shelves"><h2>${words.footerShop}</h2><ul>
${categories.map(({ slug, name }) => html`<li><a href="/demo/category/${slug}">${name[language]}</a></li>`)}
</ul></div>
</div></footer>`
}

const icons = {
  contact: html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="M4 6.500A1.500 1.500 0 0 1 5.500 5h13A1.500 1.500 0 0 1 20 6.500v9a1.500 1.500 0 0 1-1.500 1.500H10l-4.500 3.500V17A1.500 1.500 0 0 1 4 15.500Z"/></svg>`,
  account: html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><circle cx="12" cy="8.500" r="3.800"/><path d="M4.500 20c1-4 4-6 7.500-6s6.500 2 7.500 6"/></svg>`,
  cart: html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="M4 9h16l-1.500 10.500h-13ZM8.500 9 12 3.500 15.500 9"/></svg>`,
}
