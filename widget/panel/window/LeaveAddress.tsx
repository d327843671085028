import type { Id } from '#protocol/primitives.ts'
import type { Chat } from '../chat.ts'
import { sendMessage } from '../sending.ts'
import { ask, Refused } from '../server.ts'
import styles from './leave-address.css?inline'
import type { Acts } from './Window.tsx'

export { styles }

type Props = { chat: Chat; threadId: Id; acts: Acts }
type Field = 'email' | 'phone'

/** What was left or went wrong here, while this page is open. */
type Left = { saved?: string; problem?: string; field?: Field }
const left = new WeakMap<Chat, Left>()

/** When nobody answers in time: where the answer should go, and a call back if the shop offers one. */
export function Part({ chat, threadId, acts }: Props) {
  const { more, promise } = chat
  const { saved, problem, field } = left.get(chat) ?? {}
  if (!more) return null
  if (saved) {
    return (
      <p class="leave" role="status">
        {more.addressSaved(saved)}
      </p>
    )
  }
  return (
    <div class="leave">
      <p>{more.leaveAddress}</p>
      <AddressForm chat={chat} field="email" problem={field === 'email' ? problem : undefined} save={leaveEmail} />
      {promise?.lead === 'callback' && (
        <>
          <p>{more.leaveNumber}</p>
          <AddressForm chat={chat} field="phone" problem={field === 'phone' ? problem : undefined} save={askForCall} />
        </>
      )}
    </div>
  )

  async function leaveEmail(email: string) {
    if (!(await leave(chat, 'email', email))) return
    left.set(chat, { saved: email })
    if (chat.customer) chat.customer.hasEmail = true
    chat.changed()
  }

  async function askForCall(phone: string) {
    if (!more || !(await leave(chat, 'phone', phone))) return
    if (sendMessage(chat, threadId, more.callMe(phone))) acts.sent()
    left.set(chat, { saved: phone })
    chat.changed()
  }
}

async function leave(chat: Chat, field: Field, value: string): Promise<boolean> {
  const { more, page, token } = chat
  try {
    await ask(page, 'address', { token, body: { [field]: value } })
    return true
  } catch (error) {
    const isWrong = error instanceof Refused && error.status === 400
    const wrong = field === 'email' ? more?.wrongEmail : more?.wrongPhone
    left.set(chat, { field, problem: isWrong ? wrong : more?.notSaved })
    chat.changed()
    return false
  }
}

type FormProps = { chat: Chat; field: Field; problem: string | undefined; save(value: string): Promise<void> }

function AddressForm({ chat: { more }, field, problem, save }: FormProps) {
  function submit(event: SubmitEvent) {
    event.preventDefault()
    if (!(event.currentTarget instanceof HTMLFormElement)) return
    const value = String(new FormData(event.currentTarget).get(field)).trim()
    if (value) void save(value)
  }

  const isEmail = field === 'email'
  return (
    <form class="line" onSubmit={submit} noValidate>
      <input
        name={field}
        type={isEmail ? 'email' : 'tel'}
        autocomplete={isEmail ? 'email' : 'tel'}
        aria-label={more?.[field]}
        placeholder={more?.[field]}
        aria-invalid={problem !== undefined}
        aria-describedby={problem && `${field}-problem`}
      />
      <button type="submit">{isEmail ? more?.save : more?.askCall}</button>
      {problem && (
        <p id={`${field}-problem`} class="problem" role="alert">
          {problem}
        </p>
      )}
    </form>
  )
}
