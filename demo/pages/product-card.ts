import { lastFew } from '../catalogue.ts'
import type { DemoProduct } from '../data.ts'
import { type Html, html } from '../html.ts'
import { formatPrice } from '../money.ts'
import { picture, toneOfVariant } from '../pictures.ts'
import type { Language } from '../visitor.ts'
import { type Words, wordsIn } from '../words.ts'

export function productGrid(products: readonly DemoProduct[], language: Language): Html {
  return html`<ul class="products">${products.map((product) => productCard(product, language))}</ul>`
}

function productCard(product: DemoProduct, language: Language) {
  const words = wordsIn(language)
  const colours = product.variants.flatMap((variant) => toneOfVariant(variant) ?? [])
  return html`<li class="product"><a href="/demo/product/${product.sku}">
<span class="tile">${picture(product)}${badge(product, words)}</span>
<span class="product-name">${product.name[language]}</span>
<span class="product-line"><span class="price">${formatPrice(product.price)}</span>
${colours.length > 1 && html`<span class="swatches" aria-hidden="true">${colours.map((tone) => html`<i class="swatch tone-${tone}"></i>`)}</span>`}
</span></a></li>
`
}

function badge(product: DemoProduct, words: Words) {
  if (product.outlet) return html`<span class="badge sale">${words.outlet}</span>`
  if (product.availability === 'out_of_stock') return html`<span class="badge">${words.outOfStock}</span>`
  if (product.stock !== null && product.stock > 0 && product.stock <= lastFew)
    return html`<span class="badge">${words.fewLeft(product.stock)}</span>`
}
