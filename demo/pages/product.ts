import { categoryOf, lastFew, parcelOf, similarTo } from '../catalogue.ts'
import type { DemoProduct } from '../data.ts'
import { html } from '../html.ts'
import { formatPrice } from '../money.ts'
import { drawingOf, drawingUrl, picture, toneOf, toneOfVariant } from '../pictures.ts'
import type { Language, Visitor } from '../visitor.ts'
import { variantName, type Words, wordsIn } from '../words.ts'
import type { Page } from './layout.ts'
import { productGrid } from './product-card.ts'

export function productPage(product: DemoProduct, { language, channelKey }: Visitor): Page {
  const words = wordsIn(language)
  const category = categoryOf(product)
  const name = product.name[language]

  const content = html`<div class="wide">
<nav class="breadcrumbs" aria-label="${words.breadcrumbs}"><a href="/demo">${words.home}</a>${category && html`<a href="/demo/category/${category.slug}">${category.name[language]}</a>`}</nav>
<article class="sheet">
<div class="tile stage">${picture(product)}${product.outlet && html`<span class="badge sale">${words.outlet}</span>`}</div>
<div class="sheet-text">
<h1>${name}</h1>
<p class="price big">${formatPrice(product.price)} <small>${words.priceNote}</small></p>
<p class="stock ${product.availability}">${stockLine(product, words)}</p>
${buyForm(product, language, words)}
${channelKey && html`<p><button type="button" class="link ask-link" data-open-chat>${product.availability === 'out_of_stock' ? words.askWhenBack : words.askAboutProduct}</button></p>`}
<dl class="facts">${facts(product, words).map(([term, fact]) => html`<div><dt>${term}</dt><dd>${fact}</dd></div>`)}</dl>
</div>
</article>
<section><h2>${words.similar}</h2>${productGrid(similarTo(product), language)}</section>
</div>`
  return { title: name, kind: 'product', category, content, product: snapshot(product) }
}

/** What the cart, which lives in the browser, must remember of a product. */
function snapshot(product: DemoProduct) {
  const { sku, name, price, currency } = product
  return {
    sku,
    name,
    price,
    currency,
    parcel: parcelOf(product),
    picture: drawingUrl(drawingOf(product)),
    tone: toneOf(product),
  }
}

function stockLine({ availability, stock }: DemoProduct, words: Words) {
  if (availability === 'out_of_stock') return words.outOfStock
  if (availability === 'supplier_7_14_days') return words.fromSupplier
  return stock !== null && stock <= lastFew ? words.fewLeft(stock) : words.inStock
}

function buyForm(product: DemoProduct, language: Language, words: Words) {
  if (product.availability === 'out_of_stock') return
  const most = product.stock ? Math.min(product.stock, 20) : 20
  return html`<form class="buy" data-buy>
${product.variants.length > 0 && variantChoice(product.variants, language, words)}
<div class="buy-row">
<label class="quantity"><span>${words.quantity}</span><input type="number" name="quantity" value="1" min="1" max="${most}" inputmode="numeric" required></label>
<button class="button big">${words.addToCart}</button>
</div>
<div role="status"><p class="added" data-added hidden>${words.added} <a href="/demo/cart">${words.seeCart}</a></p></div>
<noscript><p>${words.cartNeedsScript}</p></noscript>
</form>`
}

function variantChoice(variants: string[], language: Language, words: Words) {
  const areColours = variants.every(toneOfVariant)
  return html`<fieldset class="variants"><legend>${areColours ? words.colour : words.size}</legend>
${variants.map((variant, index) => {
  const tone = toneOfVariant(variant)
  return html`<label><input type="radio" name="variant" value="${variant}" data-name-et="${variant}" data-name-en="${variantName(variant, 'en')}" ${tone && html`data-tone="${tone}"`} required ${areColours && index === 0 && html`checked`}><span>${tone && html`<i class="swatch tone-${tone}"></i>`}${variantName(variant, language)}</span></label>`
})}
</fieldset>`
}

function facts(product: DemoProduct, words: Words): [string, string][] {
  const name = product.name.et
  const measures = /(\d+)×(\d+)(?=$|[ ,])/.exec(name)
  const firmness = words.firmnessOf[/\bH[234]\b/.exec(name)?.[0] ?? '']
  const volume = /\d+ (ml|g)\b/.exec(name)?.[0]
  return [
    measures && ([words.measures, `${measures[1]} × ${measures[2]} cm`] as const),
    firmness && ([words.firmness, firmness] as const),
    volume && ([words.volume, volume] as const),
    [words.deliveryTerm, words.deliveryOf[parcelOf(product)]] as const,
    [words.returnTerm, returnLine(product, words)] as const,
    [words.warrantyTerm, words.warranty] as const,
    [words.productCode, product.sku] as const,
  ].flatMap((fact): [string, string][] => (fact ? [[fact[0], fact[1]]] : []))
}

function returnLine(product: DemoProduct, words: Words) {
  if (product.name.et.includes('Pihlaka Uni')) return words.trialReturn
  return product.large ? words.largeReturn : words.returnableOf[product.returnable]
}
