import { type Category, productsIn } from '../catalogue.ts'
import { html } from '../html.ts'
import type { Visitor } from '../visitor.ts'
import { wordsIn } from '../words.ts'
import type { Page } from './layout.ts'
import { productGrid } from './product-card.ts'

export function categoryPage(category: Category, { language }: Visitor): Page {
  const words = wordsIn(language)
  const products = productsIn(category)

  const content = html`<div class="wide">
<nav class="breadcrumbs" aria-label="${words.breadcrumbs}"><a href="/demo">${words.home}</a></nav>
<div class="page-heading"><h1>${category.name[language]}</h1><p>${category.about[language]}</p><p class="count-line">${words.productCount(products.length)}</p></div>
${productGrid(products, language)}
</div>`
  return { title: category.name[language], kind: 'category', category, content }
}
