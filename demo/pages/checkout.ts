import { deliveries, payments } from '../delivery.ts'
import { html } from '../html.ts'
import { formatPrice } from '../money.ts'
import { findShopper, type Visitor } from '../visitor.ts'
import { wordsIn } from '../words.ts'
import type { Page } from './layout.ts'

export function checkoutPage({ language, customerId }: Visitor): Page {
  const words = wordsIn(language)
  const shopper = findShopper(customerId)

  const content = html`<div class="wide narrow-page">
<nav class="breadcrumbs" aria-label="${words.breadcrumbs}"><a href="/demo/cart">${words.cartTitle}</a></nav>
<div class="page-heading"><h1>${words.checkoutTitle}</h1></div>
<div class="empty" data-cart-empty hidden><p><strong>${words.cartEmpty}</strong></p><p><a class="button" href="/demo">${words.keepLooking}</a></p></div>
<form class="cart checkout" method="post" action="/demo/checkout" data-cart>
<div>
<fieldset><legend>${words.who}</legend>
<label class="field"><span>${words.name}</span><input autocomplete="name" value="${shopper?.name}" required></label>
<div class="fields">
<label class="field"><span>${words.email}</span><input type="email" autocomplete="email" value="${shopper?.email}" required></label>
<label class="field"><span>${words.phone}</span><input type="tel" autocomplete="tel" value="${shopper?.phone}" required></label>
</div></fieldset>
<fieldset data-deliveries><legend>${words.how}</legend>
<div class="choices">${deliveries.map(
    ({ id, name, note, fee, freeFrom, parcels }) =>
      html`<label class="choice"><input type="radio" name="delivery" value="${id}" data-fee="${fee}" data-free-from="${freeFrom}" data-parcels="${parcels.join(' ')}" required><span class="choice-text"><strong>${name[language]}</strong><small>${note[language]}</small></span><span class="choice-price" data-choice-fee>${fee ? formatPrice(fee) : words.free}</span></label>`,
  )}</div>
<label class="field" data-delivery-place><span>${words.deliveryPlace}</span><input autocomplete="off" placeholder="${words.deliveryPlaceHint}" required></label>
</fieldset>
<fieldset><legend>${words.payment}</legend>
<div class="choices two">${payments.map(
    ({ id, name, note }, index) =>
      html`<label class="choice"><input type="radio" name="payment" value="${id}" required ${index === 0 && html`checked`}><span class="choice-text"><strong>${name[language]}</strong><small>${note[language]}</small></span></label>`,
  )}</div></fieldset>
</div>
<aside class="summary">
<h2>${words.yourOrder}</h2>
<ul class="brief" data-cart-brief></ul>
<dl>
<div><dt>${words.subtotal}</dt><dd data-subtotal></dd></div>
<div><dt>${words.deliveryFee}</dt><dd data-delivery-fee data-free="${words.free}"></dd></div>
<div class="sum"><dt>${words.total}</dt><dd data-total></dd></div>
</dl>
<button class="button big">${words.confirm}</button>
<p class="muted small">${words.checkoutNote}</p>
</aside>
</form>
</div>`
  return { title: words.checkoutTitle, kind: 'checkout', content }
}
