import { findProduct } from '../catalogue.ts'
import { type DemoCustomer, type DemoOrder, type DemoOrderItem, demoOrders } from '../data.ts'
import { html } from '../html.ts'
import { formatPrice } from '../money.ts'
import { findShopper, type Language, shoppers, type Visitor } from '../visitor.ts'
import { variantName, type Words, wordsIn } from '../words.ts'
import type { Page } from './layout.ts'

export function accountPage(visitor: Visitor): Page {
  const shopper = findShopper(visitor.customerId)
  return shopper ? signedInPage(shopper, visitor) : signInPage(visitor)
}

function signInPage({ language }: Visitor): Page {
  const words = wordsIn(language)
  const content = html`<div class="wide">
<div class="page-heading"><h1>${words.accountTitle}</h1><p>${words.signInText}</p></div>
<ul class="people">${shoppers.map((shopper) => personCard(shopper, words))}</ul>
</div>`
  return { title: words.accountTitle, kind: 'account', content }
}

function personCard({ id, name, city, language, orderIds, points }: DemoCustomer, words: Words) {
  return html`<li><form class="person" method="post" action="/demo/account/sign-in">
<input type="hidden" name="customer" value="${id}">
<span class="face" aria-hidden="true">${initials(name)}</span>
<span class="person-text"><strong>${name}</strong><span class="muted">${city} · ${words.languageOf[language]}</span>
<span class="muted">${words.ordersCount(orderIds.length)} · ${points === null ? words.noCard : words.points(points)}</span></span>
<button class="button quiet" aria-label="${words.signIn(name)}">${words.signIn(firstName(name))}</button>
</form></li>`
}

function signedInPage(shopper: DemoCustomer, { language, channelKey }: Visitor): Page {
  const words = wordsIn(language)
  const orders = demoOrders.filter(({ customerId }) => customerId === shopper.id).reverse()

  const content = html`<div class="wide">
<div class="page-heading account-heading">
<span class="face" aria-hidden="true">${initials(shopper.name)}</span>
<div><h1>${words.hello(firstName(shopper.name))}</h1>
<p>${shopper.email} · ${words.since(shopper.since.slice(0, 4))} · ${shopper.points === null ? words.noCard : words.points(shopper.points)}</p>
${channelKey && html`<p class="muted">${words.signedInText}</p>`}</div>
<form method="post" action="/demo/account/sign-out"><button class="button quiet">${words.signOut}</button></form>
</div>
<section><h2>${words.orders}</h2>
<ul class="orders">${orders.map((order) => orderCard(order, language, words, Boolean(channelKey)))}</ul></section>
</div>`
  return { title: words.accountTitle, kind: 'account', content }
}

function orderCard(order: DemoOrder, language: Language, words: Words, hasChat: boolean) {
  return html`<li class="order">
<div class="order-head"><h3>${words.order(order.id)}</h3><span class="state ${order.status}">${words.orderStatus[order.status]}</span></div>
<p class="muted"><time datetime="${order.createdAt}">${formatDay(order.createdAt, language)}</time> · ${order.delivery.carrier}, ${order.delivery.destination}</p>
<ul class="order-lines">${order.items.map((item) => orderLine(item, language))}</ul>
<div class="order-foot"><strong>${words.total} ${formatPrice(order.total)}</strong>${hasChat && html`<button type="button" class="link" data-ask-order="${order.id}">${words.askAboutOrder}</button>`}</div>
</li>`
}

function orderLine({ sku, name, variant, quantity, unitPrice }: DemoOrderItem, language: Language) {
  const goods = [findProduct(sku)?.name[language] ?? name, variant && variantName(variant, language)]
  return html`<li><a href="/demo/product/${sku}">${goods.filter(Boolean).join(', ')}</a><span>${quantity > 1 && `${quantity} × `}${formatPrice(unitPrice)}</span></li>`
}

function formatDay(instant: string, language: Language) {
  const locale = language === 'et' ? 'et-EE' : 'en-GB'
  return new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'Europe/Tallinn' }).format(new Date(instant))
}

const firstName = (name: string) => name.split(' ')[0] ?? name
const initials = (name: string) => Array.from(name.matchAll(/(?<=^| )\p{L}/gu), ([letter]) => letter).join('')
