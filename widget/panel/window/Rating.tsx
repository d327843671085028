import { Component } from 'preact'
import type { Id } from '#protocol/primitives.ts'
import type { RatingBody, ThreadRatingBody } from '#protocol/surveys.ts'
import type { Chat } from '../chat.ts'
import { ask } from '../server.ts'
import { wellFormed } from '../visit.ts'
import styles from './rating.css?inline'

export { styles }

type Props = { chat: Chat; threadId: Id }
type State = {
  /** Undefined until the server has said whether there is one. */
  rating?: RatingBody | null
  score: number
  comment: string
  isChanging: boolean
  isSending: boolean
  hasFailed: boolean
}

const SCORES = [1, 2, 3, 4, 5]

/** How it was, once a conversation is closed; second thoughts are welcome for a day. */
export class Part extends Component<Props, State> {
  override state: State = { score: 0, comment: '', isChanging: false, isSending: false, hasFailed: false }

  override componentDidMount() {
    const { page, token } = this.props.chat
    ask<ThreadRatingBody>(page, this.path, { token }).then(
      ({ rating }) => this.setState({ rating, score: rating?.score ?? 0, comment: rating?.comment ?? '' }),
      () => {},
    )
  }

  override render() {
    const { more } = this.props.chat
    const { rating, isChanging } = this.state
    if (!more || rating === undefined) return null
    return <div class="ask">{rating && !isChanging ? this.renderThanks(rating) : this.renderForm()}</div>
  }

  private renderThanks({ score, changeableUntil }: RatingBody) {
    const { more } = this.props.chat
    return (
      <p role="status">
        {more?.rated(more.scores[score - 1] ?? '')}
        {new Date(changeableUntil) > new Date() && (
          <button type="button" class="as-link" onClick={() => this.setState({ isChanging: true })}>
            {more?.change}
          </button>
        )}
      </p>
    )
  }

  private renderForm() {
    const { more } = this.props.chat
    const { score, comment, isSending, hasFailed } = this.state
    return (
      <form onSubmit={this.send}>
        <fieldset>
          <legend>{more?.howWasIt}</legend>
          <div class="scores">
            {SCORES.map((each) => (
              <label key={each}>
                <input
                  type="radio"
                  class="hidden"
                  name="score"
                  value={each}
                  checked={each === score}
                  onChange={() => this.setState({ score: each })}
                />
                <b aria-hidden="true">{each}</b>
                <span>{more?.scores[each - 1]}</span>
              </label>
            ))}
          </div>
        </fieldset>
        {score > 0 && (
          <div class="row">
            <textarea
              aria-label={more?.comment}
              placeholder={more?.comment}
              maxLength={2_000}
              value={comment}
              onInput={({ currentTarget }) => this.setState({ comment: currentTarget.value })}
            />
            <button type="submit" class="do" disabled={isSending}>
              {more?.sendRating}
            </button>
            {hasFailed && (
              <p class="problem" role="alert">
                {more?.notSaved}
              </p>
            )}
          </div>
        )}
      </form>
    )
  }

  private send = async (event: SubmitEvent) => {
    event.preventDefault()
    const { page, token } = this.props.chat
    const { score, comment: written, isSending } = this.state
    if (isSending || score === 0) return
    const comment =
      wellFormed(written)
        .replace(/[^\P{Cc}\t\n\r]/gu, '')
        .trim() || null
    this.setState({ isSending: true, hasFailed: false })
    try {
      const rating = await ask<RatingBody>(page, this.path, { token, body: { score, comment } })
      this.setState({ rating, isChanging: false })
    } catch {
      this.setState({ hasFailed: true })
    }
    this.setState({ isSending: false })
  }

  private get path() {
    return `threads/${this.props.threadId}/rating`
  }
}
