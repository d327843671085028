import { Component, type ComponentChildren } from 'preact'
import type { Id } from '#protocol/primitives.ts'
import type { PreChatAnswers } from '#protocol/widget.ts'
import type { Chat } from '../chat.ts'
import { isTouched } from './phone.ts'
import styles from './pre-chat.css?inline'

export { styles }

type Props = { chat: Chat; threadId: Id /** Where the message is written. */; children: ComponentChildren }
type Field = keyof PreChatAnswers
type Question = { field: Field; isRequired: boolean }

const FIELDS: Field[] = ['name', 'email', 'order', 'topic']
const LENGTHS = { name: 120, email: 254, order: 60, topic: 60 }
const AUTOCOMPLETE = { name: 'name', email: 'email', order: 'off', topic: 'off' }
const EMAIL = /^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/

/**
 * What the shop would like to know before the first message, in the place of the field for it. What it must know comes
 * first; what it only would like to know stands above that field and keeps nobody from writing.
 */
export class Part extends Component<Props, { isAnswered: boolean; isChecked: boolean }> {
  override state = { isAnswered: this.missing().length === 0, isChecked: false }

  override render() {
    const { chat, children } = this.props
    const { isAnswered } = this.state
    const questions = questionsOf(chat)
    const blocks = questions.some(({ isRequired }) => isRequired)
    if (questions.length === 0 || (blocks && isAnswered)) return <>{children}</>
    return (
      <>
        <form class="ask" noValidate onSubmit={this.go} ref={blocks ? focusFirst : null}>
          <div class="row">{questions.map((question) => this.renderQuestion(question))}</div>
          {blocks && (
            <div class="row">
              <button type="submit" class="do">
                {chat.more?.goOn}
              </button>
            </div>
          )}
        </form>
        {!blocks && children}
      </>
    )
  }

  private renderQuestion({ field, isRequired }: Question) {
    const { more, config } = this.props.chat
    const label = more?.[field] ?? ''
    const problem = this.state.isChecked && this.missing().includes(field)
    const id = `pre-${field}`
    const problemId = `${id}-problem`
    const shared = {
      id,
      value: this.answers[field] ?? '',
      required: isRequired,
      'aria-invalid': problem,
      'aria-describedby': problem ? problemId : undefined,
    }
    return (
      <div key={field} class="ask-field">
        <label for={id}>{isRequired ? label : more?.optional(label)}</label>
        {field === 'topic' ? (
          <select {...shared} onChange={({ currentTarget }) => this.answer(field, currentTarget.value)}>
            <option value="" />
            {config?.preChat.topics?.map((topic) => (
              <option key={topic} value={topic}>
                {topic}
              </option>
            ))}
          </select>
        ) : (
          <input
            {...shared}
            type={field === 'email' ? 'email' : 'text'}
            autocomplete={AUTOCOMPLETE[field]}
            maxLength={LENGTHS[field]}
            onInput={({ currentTarget }) => this.answer(field, currentTarget.value)}
          />
        )}
        {problem && (
          <p id={problemId} class="problem" role="alert">
            {field === 'email' ? more?.wrongEmail : more?.needed}
          </p>
        )}
      </div>
    )
  }

  private get answers(): PreChatAnswers {
    const { chat, threadId } = this.props
    return chat.drafts.get(threadId).answers ?? {}
  }

  private answer(field: Field, value: string) {
    const { chat, threadId } = this.props
    const { [field]: _before, ...others } = this.answers
    chat.drafts.change(threadId, { answers: value.trim() ? { ...others, [field]: value } : others })
    chat.changed()
  }

  private missing(): Field[] {
    return questionsOf(this.props.chat)
      .filter(({ field, isRequired }) => {
        const value = this.answers[field]?.trim() ?? ''
        return isRequired && (field === 'email' ? !EMAIL.test(value) : !value)
      })
      .map(({ field }) => field)
  }

  private go = (event: SubmitEvent) => {
    event.preventDefault()
    const isAnswered = this.missing().length === 0
    this.setState({ isAnswered, isChecked: true }, () => {
      if (event.target instanceof HTMLElement && !isAnswered)
        event.target.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
    })
  }
}

/** Who is known is not asked who they are. */
function questionsOf({ config, customer }: Chat): Question[] {
  const asked = config?.preChat ?? {}
  return FIELDS.filter(
    (field) => asked[field] && !(field === 'name' && customer?.name) && !(field === 'email' && customer?.hasEmail),
  ).map((field) => ({ field, isRequired: asked[field] === 'required' }))
}

function focusFirst(form: HTMLFormElement | null) {
  if (form?.querySelector(':focus') === null && !isTouched()) form.querySelector<HTMLElement>('input, select')?.focus()
}
