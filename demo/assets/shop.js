// Calls made before the chat has loaded wait in a queue.
window.infolett ??= (...call) => {
  window.infolett.q ??= []
  window.infolett.q.push(call)
}

const page = document.body.dataset
const language = document.documentElement.lang
const product = page.product ? JSON.parse(page.product) : undefined
const euros = new Intl.NumberFormat('et-EE', {
  style: 'currency',
  currency: 'EUR',
  trailingZeroDisplay: 'stripIfInteger',
})

const find = (selector, within = document) => within.querySelector(selector)
const findAll = (selector, within = document) => [...within.querySelectorAll(selector)]

// The cart: what the pages knew of each product when it was put in.

const storageKey = 'pihlaka-cart'
let lines = readCart()

function readCart() {
  try {
    const saved = JSON.parse(localStorage.getItem(storageKey) ?? '[]')
    return Array.isArray(saved) ? saved.filter((line) => line?.sku && line.name?.et && line.quantity > 0) : []
  } catch {
    return []
  }
}

function saveCart(changed) {
  lines = changed
  try {
    localStorage.setItem(storageKey, JSON.stringify(lines))
  } catch {
    // Without storage the cart lasts as long as the page.
  }
  showCart()
  tellContext()
}

const subtotal = () => inCents(lines.reduce((sum, { price, quantity }) => sum + price * quantity, 0))
const inCents = (amount) => Math.round(amount * 100) / 100
const nameOf = ({ name }) => name[language] ?? name.et
const variantOf = ({ variant }) => (variant ? (variant[language] ?? variant.et) : '')
const isSameLine = (line, other) => line.sku === other.sku && line.variant?.et === other.variant?.et

function addToCart(added) {
  const present = lines.find((line) => isSameLine(line, added))
  if (!present) return saveCart([...lines, added])
  const quantity = Math.min(present.quantity + added.quantity, 99)
  saveCart(lines.map((line) => (line === present ? { ...added, quantity } : line)))
}

// The chat: who is here, what they look at, what they have in the cart.

function tellContext(orderNumber) {
  const onShow = product && { sku: product.sku, price: product.price, currency: product.currency }
  infolett('context', {
    page: { kind: page.page, name: page.title, ...onShow },
    cart: {
      items: lines.map((line) => ({
        sku: line.sku,
        name: [nameOf(line), variantOf(line)].filter(Boolean).join(', '),
        quantity: line.quantity,
        unitPrice: line.price,
      })),
      total: subtotal(),
      currency: 'EUR',
    },
    ...(orderNumber && { order: { number: orderNumber } }),
  })
}

function tellWhoIsHere() {
  const identity = find('meta[name="infolett-identity"]')
  const now = identity?.dataset.customer ?? ''
  const before = rememberedCustomer()
  if (before && before !== now) infolett('logout')
  if (identity) infolett('identify', identity.content)
  rememberCustomer(now)
}

function rememberedCustomer() {
  try {
    return localStorage.getItem('pihlaka-customer')
  } catch {
    return ''
  }
}

function rememberCustomer(customer) {
  try {
    localStorage.setItem('pihlaka-customer', customer)
  } catch {
    // The next page then identifies anew, which changes nothing.
  }
}

// What the visitor sees.

function showCart() {
  const count = lines.reduce((sum, { quantity }) => sum + quantity, 0)
  const badge = find('[data-cart-count]')
  badge.textContent = count
  badge.hidden = count === 0

  const cart = find('[data-cart]')
  if (!cart) return
  cart.hidden = count === 0
  find('[data-cart-empty]').hidden = count > 0
  for (const place of findAll('[data-subtotal]')) place.textContent = euros.format(subtotal())
  find('[data-cart-lines]')?.replaceChildren(...lines.map(cartLine))
  find('[data-cart-brief]')?.replaceChildren(...lines.map(briefLine))
  if (find('[data-deliveries]')) showDelivery()
}

function cartLine(line) {
  const item = find('#cart-line').content.cloneNode(true)
  for (const link of findAll('[data-link]', item)) link.href = `/demo/product/${encodeURIComponent(line.sku)}`
  find('.picture', item).classList.add(`tone-${line.tone}`)
  find('use', item).setAttribute('href', line.picture)
  find('[data-name]', item).textContent = nameOf(line)
  find('[data-variant]', item).textContent = variantOf(line)
  find('[data-price]', item).textContent = euros.format(inCents(line.price * line.quantity))
  const quantity = find('[data-quantity]', item)
  quantity.value = line.quantity
  quantity.addEventListener('change', () => changeQuantity(line, Number(quantity.value)))
  find('[data-remove]', item).addEventListener('click', () => saveCart(lines.filter((other) => other !== line)))
  return item
}

function changeQuantity(line, wanted) {
  const quantity = Math.min(Math.max(Math.round(wanted) || 1, 1), 99)
  const place = lines.indexOf(line)
  saveCart(lines.map((other) => (other === line ? { ...line, quantity } : other)))
  findAll('[data-quantity]')[place]?.focus()
}

function briefLine(line) {
  const item = document.createElement('li')
  const name = document.createElement('span')
  const price = document.createElement('span')
  name.textContent = [`${line.quantity} × ${nameOf(line)}`, variantOf(line)].filter(Boolean).join(', ')
  price.textContent = euros.format(inCents(line.price * line.quantity))
  item.append(name, price)
  return item
}

/** Large goods decide how a mixed cart travels; gift cards alone need no parcel. */
function showDelivery() {
  const parcel = ['large', 'small', 'email'].find((kind) => lines.some((line) => line.parcel === kind))
  const choices = findAll('[name="delivery"]')
  for (const choice of choices) {
    const isOffered = choice.dataset.parcels.split(' ').includes(parcel)
    choice.closest('.choice').hidden = !isOffered
    choice.disabled = !isOffered
    if (!isOffered) choice.checked = false
    find('[data-choice-fee]', choice.closest('.choice')).textContent = feeText(feeOf(choice))
  }
  const chosen = choices.find(({ checked }) => checked) ?? choices.find(({ disabled }) => !disabled)
  if (!chosen) return
  chosen.checked = true

  const place = find('[data-delivery-place]')
  place.hidden = chosen.value === 'store' || chosen.value === 'email'
  find('input', place).required = !place.hidden
  find('[data-delivery-fee]').textContent = feeText(feeOf(chosen))
  find('[data-total]').textContent = euros.format(inCents(subtotal() + feeOf(chosen)))
}

const feeOf = ({ dataset }) => (dataset.freeFrom && subtotal() >= Number(dataset.freeFrom) ? 0 : Number(dataset.fee))
const feeText = (fee) => (fee ? euros.format(fee) : find('[data-delivery-fee]').dataset.free)

function showAdded() {
  const note = find('[data-added]')
  note.hidden = true
  requestAnimationFrame(() => {
    note.hidden = false
  })
}

// What the visitor does.

find('[data-buy]')?.addEventListener('submit', (event) => {
  event.preventDefault()
  const form = event.currentTarget
  const chosen = find('[name="variant"]:checked', form)
  addToCart({
    ...product,
    tone: chosen?.dataset.tone ?? product.tone,
    variant: chosen ? { et: chosen.dataset.nameEt, en: chosen.dataset.nameEn } : undefined,
    quantity: Number(form.elements.quantity.value),
  })
  showAdded()
})

find('.variants')?.addEventListener('change', ({ target }) => {
  if (!target.dataset.tone) return
  const picture = find('.stage .picture')
  picture.setAttribute('class', `picture tone-${target.dataset.tone}`)
})

find('[data-deliveries]')?.addEventListener('change', showDelivery)

document.addEventListener('click', ({ target }) => {
  const button = target.closest('[data-open-chat], [data-ask-order]')
  if (!button) return
  if (button.dataset.askOrder) tellContext(button.dataset.askOrder)
  infolett('open')
})

window.addEventListener('storage', ({ key }) => {
  if (key !== storageKey) return
  lines = readCart()
  showCart()
  tellContext()
})

// A page that comes back from the browser's memory may show an old cart.
window.addEventListener('pageshow', ({ persisted }) => {
  if (!persisted) return
  lines = readCart()
  showCart()
})

// On a phone the departments scroll sideways; the present one should be in sight.
find('.shelves [aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' })

tellWhoIsHere()
if (page.page === 'thanks') saveCart([])
else {
  showCart()
  tellContext()
}

// A letter is as high as what stands in it.

for (const sheet of findAll('[data-letter]')) {
  const fit = () => {
    const letter = sheet.contentDocument?.body
    if (letter) sheet.style.height = `${Math.max(letter.offsetHeight + 2, 120)}px`
  }
  sheet.addEventListener('load', () => {
    fit()
    sheet.contentDocument?.addEventListener('toggle', fit, true)
  })
  fit()
}
