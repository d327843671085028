import { useState } from 'react'
import type { MailboxBody } from '#protocol/email.ts'
import { explain, fieldErrors } from '../../../problem.ts'
import { Button } from '../../../ui/Button.tsx'
import { Checkbox } from '../../../ui/Checkbox.tsx'
import { Form } from '../../../ui/Form.tsx'
import { SettingsSection } from '../../SettingsSection.tsx'
import { useMailboxChange } from './changing.ts'
import { TextByLanguage } from './TextByLanguage.tsx'

/** What Infolett answers by itself; to machines and lists it never answers. */
export function AutomaticAnswers({ mailbox: { channelId, settings } }: { mailbox: MailboxBody }) {
  const changing = useMailboxChange(channelId, { done: 'The automatic answers are saved.' })
  const [acknowledges, setAcknowledges] = useState(settings.acknowledges ?? false)
  const [acknowledgement, setAcknowledgement] = useState(settings.acknowledgement ?? {})
  const [repliesOutOfHours, setRepliesOutOfHours] = useState(settings.repliesOutOfHours ?? false)
  const [outOfHours, setOutOfHours] = useState(settings.outOfHours ?? {})
  return (
    <SettingsSection
      title="Automatic answers"
      lead="At most one to a person in a while; never to newsletters, bounces and other automatic mail."
    >
      <Form
        onSubmit={() =>
          changing.mutate({
            settings: {
              acknowledges,
              acknowledgement: written(acknowledgement),
              repliesOutOfHours,
              outOfHours: written(outOfHours),
            },
          })
        }
        isBusy={changing.isPending}
        errors={fieldErrors(changing.error)}
        problem={changing.error && explain(changing.error)}
        className="max-w-128"
        actions={
          <Button type="submit" variant="primary" isBusy={changing.isPending}>
            Save
          </Button>
        }
      >
        <Checkbox
          label="Say that a new question has arrived"
          hint="With when an answer can be expected, as far as that is known."
          isChecked={acknowledges}
          onChange={setAcknowledges}
        />
        {acknowledges && (
          <TextByLanguage what="Words of the acknowledgement" texts={acknowledgement} onChange={setAcknowledgement} />
        )}
        <Checkbox
          label="Say when we are closed"
          hint="Outside the opening hours, with when you open next."
          isChecked={repliesOutOfHours}
          onChange={setRepliesOutOfHours}
        />
        {repliesOutOfHours && <TextByLanguage what="Words when closed" texts={outOfHours} onChange={setOutOfHours} />}
      </Form>
    </SettingsSection>
  )
}

/** A language in which nothing was written yet is none. */
const written = (texts: Record<string, string>) =>
  Object.fromEntries(Object.entries(texts).filter(([, text]) => text.trim() !== ''))
