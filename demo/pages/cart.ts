import { html } from '../html.ts'
import type { Visitor } from '../visitor.ts'
import { wordsIn } from '../words.ts'
import type { Page } from './layout.ts'

/** The lines are in the browser; assets/shop.js fills them into the templates of this page. */
export function cartPage({ language }: Visitor): Page {
  const words = wordsIn(language)
  const content = html`<div class="wide narrow-page">
<div class="page-heading"><h1>${words.cartTitle}</h1></div>
<noscript><p>${words.cartNeedsScript}</p></noscript>
<div class="empty" data-cart-empty hidden>
<svg class="icon large" viewBox="0 0 24 24" aria-hidden="true"><path d="M4 9h16l-1.500 10.500h-13ZM8.500 9 12 3.500 15.500 9"/></svg>
<p><strong>${words.cartEmpty}</strong></p><p>${words.cartEmptyText}</p>
<p><a class="button" href="/demo">${words.keepLooking}</a></p>
</div>
<div class="cart" data-cart hidden>
<ul class="lines" data-cart-lines></ul>
<aside class="summary">
<dl>
<div><dt>${words.subtotal}</dt><dd data-subtotal></dd></div>
<div><dt>${words.deliveryFee}</dt><dd class="muted">${words.deliveryLater}</dd></div>
<div class="sum"><dt>${words.total}</dt><dd data-subtotal></dd></div>
</dl>
<a class="button big" href="/demo/checkout">${words.toCheckout}</a>
<p class="muted small">${words.checkoutNote}</p>
</aside>
</div>
<template id="cart-line"><li class="line">
<a class="tile" data-link tabindex="-1" aria-hidden="true"><svg class="picture" viewBox="0 0 400 400"><use/></svg></a>
<div class="line-text"><a data-link data-name></a><span class="muted" data-variant></span><button type="button" class="link small" data-remove>${words.remove}</button></div>
<label class="quantity"><span class="unseen">${words.quantity}</span><input type="number" min="1" max="20" inputmode="numeric" data-quantity></label>
<span class="price" data-price></span>
</li></template>
</div>`
  return { title: words.cartTitle, kind: 'cart', content }
}
