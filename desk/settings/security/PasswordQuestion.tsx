import { Button } from '../../ui/Button.tsx'
import { Form } from '../../ui/Form.tsx'
import { PasswordField } from '../../ui/TextField.tsx'

type PasswordQuestionProps = {
  lead?: string
  action: string
  onAnswer: (password: string) => void
  isBusy: boolean
  problem: string | null
}

/** Asks once more who is sitting there. */
export function PasswordQuestion({ lead, action, onAnswer, isBusy, problem }: PasswordQuestionProps) {
  return (
    <Form<{ password: string }>
      onSubmit={({ password }) => onAnswer(password)}
      isBusy={isBusy}
      problem={problem}
      actions={
        <Button type="submit" variant="primary" isBusy={isBusy}>
          {action}
        </Button>
      }
    >
      {lead && <p>{lead}</p>}
      <PasswordField
        label="Your password"
        name="password"
        autoComplete="current-password"
        required
        missing="Write your password."
      />
    </Form>
  )
}
