import type { ShownProduct } from '#protocol/content.ts'
import type { WidgetMessageBody } from '#protocol/widget.ts'
import type { Chat } from '../chat.ts'
import { sendMessage } from '../sending.ts'
import styles from './offers.css?inline'

export { styles }

type Props = { chat: Chat; message: WidgetMessageBody; isNewest: boolean }

/** What an answer shows beside its words. What can be chosen is there until something else was said. */
export function Part({ chat, message: { content, author, threadId }, isNewest }: Props) {
  const { more } = chat
  if (!more) return null
  const labels = content?.kind === 'quick-replies' ? content.options.map(({ label }) => label) : []
  return (
    <>
      {content?.kind === 'products' && (
        <ul class="products">
          {content.products.map((product) => (
            <Product key={product.url} chat={chat} product={product} />
          ))}
        </ul>
      )}
      {isNewest && (labels.length > 0 || author.kind === 'bot') && (
        <fieldset class="replies">
          <legend class="hidden">{more.quickReplies}</legend>
          {labels.map((label) => (
            <button key={label} type="button" onClick={(event) => say(chat, threadId, label, event.currentTarget)}>
              {label}
            </button>
          ))}
          {author.kind === 'bot' && (
            <button type="button" onClick={(event) => say(chat, threadId, more.wantsPerson, event.currentTarget)}>
              {more.talkToPerson}
            </button>
          )}
        </fieldset>
      )}
    </>
  )
}

/** Sends what was pressed; what the visitor is writing stays. The focus goes on, as the buttons go away. */
function say(chat: Chat, threadId: string, label: string, pressed: Element) {
  const { text } = chat.drafts.get(threadId)
  const window = pressed.closest('.window')
  sendMessage(chat, threadId, label)
  if (text) chat.drafts.change(threadId, { text })
  window?.querySelector('textarea')?.focus()
  chat.changed()
}

function Product({ chat, product: { name, url, imageUrl, price, currency, buttonLabel } }: ProductProps) {
  const isOwn = url.startsWith(`${location.origin}/`)
  const label = buttonLabel ?? chat.more?.seeProduct
  return (
    <li>
      {imageUrl && <img src={imageUrl} alt="" loading="lazy" onError={hide} />}
      <b dir="auto">{name}</b>
      {price !== null && <span>{formatPrice(price, currency, chat.locale)}</span>}
      <a href={url} rel="noopener" aria-label={`${label}: ${name}`} {...(isOwn ? {} : { target: '_blank' })}>
        {label}
      </a>
    </li>
  )
}

type ProductProps = { chat: Chat; product: ShownProduct }

/** The shop's page may forbid pictures from there. */
function hide({ currentTarget }: { currentTarget: HTMLElement }) {
  currentTarget.hidden = true
}

function formatPrice(price: number, currency: string | null, locale: string) {
  return new Intl.NumberFormat(locale, currency ? { style: 'currency', currency } : {}).format(price)
}
