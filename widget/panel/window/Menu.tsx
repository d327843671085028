import { Component } from 'preact'
import type { VisitorMailBody } from '#protocol/widget.ts'
import type { Chat } from '../chat.ts'
import { ask, Refused } from '../server.ts'
import styles from './menu.css?inline'

export { styles }

type Kind = 'transcript' | 'link'
type Props = { chat: Chat }
type State = { isOpen: boolean; kind?: Kind; sentTo?: string; problem?: string | undefined; isSending: boolean }

const KINDS: Kind[] = ['transcript', 'link']

/** What few want of a conversation: to have it by e-mail, or to go on with it elsewhere. */
export class Part extends Component<Props, State> {
  override state: State = { isOpen: false, isSending: false }

  override render() {
    const { more } = this.props.chat
    const { isOpen } = this.state
    return (
      <div class="more">
        <button
          type="button"
          class="icon"
          aria-label={more?.moreActions}
          title={more?.moreActions}
          aria-expanded={isOpen}
          onClick={() => this.setState({ isOpen: !isOpen })}
        >
          <svg viewBox="0 0 24 24" aria-hidden="true">
            <path d="M5 12h.01M12 12h.01M19 12h.01" />
          </svg>
        </button>
        {isOpen && this.renderMenu()}
      </div>
    )
  }

  private renderMenu() {
    const { more } = this.props.chat
    const { kind } = this.state
    return (
      <section class="ask menu" aria-label={more?.moreActions} onKeyDown={this.press}>
        <ul>
          {KINDS.map((each) => (
            <li key={each}>
              <button type="button" aria-expanded={each === kind} onClick={() => this.choose(each)}>
                {more?.[each]}
              </button>
              {each === kind && this.renderChosen(each)}
            </li>
          ))}
        </ul>
      </section>
    )
  }

  private renderChosen(kind: Kind) {
    const { more, texts, customer } = this.props.chat
    const { sentTo, problem, isSending } = this.state
    if (sentTo)
      return (
        <p class="told" role="status">
          {more?.mailSent(sentTo)}
        </p>
      )
    return (
      <form onSubmit={(event) => this.send(event, kind)} noValidate>
        {kind === 'link' && <p>{more?.linkHint}</p>}
        <div class="row">
          <input
            ref={focusOnce}
            type="email"
            name="email"
            autocomplete="email"
            aria-label={more?.email}
            placeholder={customer?.hasEmail ? more?.leftAddress : more?.email}
            aria-invalid={problem !== undefined}
            aria-describedby={problem && 'mail-problem'}
          />
          <button type="submit" class="do" disabled={isSending}>
            {texts.send}
          </button>
          {problem && (
            <p id="mail-problem" class="problem" role="alert">
              {problem}
            </p>
          )}
        </div>
      </form>
    )
  }

  private choose(kind: Kind) {
    this.setState({ kind: kind === this.state.kind ? undefined : kind, sentTo: undefined, problem: undefined })
  }

  private send = async (event: SubmitEvent, kind: Kind) => {
    event.preventDefault()
    const { page, token, shownId } = this.props.chat
    if (this.state.isSending || !(event.currentTarget instanceof HTMLFormElement)) return
    const email = String(new FormData(event.currentTarget).get('email')).trim() || undefined
    this.setState({ isSending: true, problem: undefined })
    try {
      const body = { email, language: page.language }
      const { address } = await ask<VisitorMailBody>(page, `threads/${shownId}/${kind}`, { token, body })
      this.setState({ sentTo: address })
    } catch (error) {
      this.setState({ problem: this.explain(error) })
    }
    this.setState({ isSending: false })
  }

  private explain(error: unknown): string | undefined {
    const { more } = this.props.chat
    const words: Record<number, string | undefined> = {
      400: more?.wrongEmail,
      404: more?.nothingToSend,
      409: more?.cannotMail,
      422: more?.wrongEmail,
      429: more?.enoughMails,
    }
    return (error instanceof Refused && words[error.status]) || more?.notMailed
  }

  /** Escape closes the menu first, then the window. */
  private press = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return
    event.stopPropagation()
    this.setState({ isOpen: false })
    if (event.currentTarget instanceof HTMLElement) event.currentTarget.parentElement?.querySelector('button')?.focus()
  }
}

function focusOnce(field: HTMLInputElement | null) {
  field?.focus()
}
