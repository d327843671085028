import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { ChannelBody, ChatSettings } from '#protocol/channels.ts'
import { api } from '../../api.ts'
import { explain, fieldErrors } from '../../problem.ts'
import { Button } from '../../ui/Button.tsx'
import { Form } from '../../ui/Form.tsx'
import { languageChoices } from '../../ui/regional.ts'
import { Select } from '../../ui/Select.tsx'
import { TextArea, TextField } from '../../ui/TextField.tsx'
import { showToast } from '../../ui/toast.ts'
import { useMembership } from '../../workspace/membership.ts'
import { channelsQuery } from '../../workspace/queries.ts'
import { AccentField, SPRUCE } from './AccentField.tsx'
import { checkOrigins, readOrigins } from './origins.ts'

type ChatFormProps = { channel?: ChannelBody; onDone: () => void }
type Values = { name: string; language: string; greeting: string; allowedOrigins: string }

/** A new chat window, or one that is there. */
export function ChatForm({ channel, onDone }: ChatFormProps) {
  const { workspace } = useMembership()
  const [accent, setAccent] = useState(channel?.settings.accent ?? SPRUCE)
  const saving = useSaving(channel, onDone)
  const { language = workspace.language, greeting, allowedOrigins = [] } = channel?.settings ?? {}
  return (
    <Form<Values>
      onSubmit={({ name, ...values }) =>
        saving.mutate({
          name,
          settings: {
            language: values.language,
            greeting: values.greeting.trim() || null,
            accent: accent === SPRUCE ? null : accent,
            allowedOrigins: readOrigins(values.allowedOrigins),
          },
        })
      }
      isBusy={saving.isPending}
      errors={fieldErrors(saving.error)}
      problem={saving.error && explain(saving.error)}
      actions={
        <Button type="submit" variant="primary" isBusy={saving.isPending}>
          {channel ? 'Save' : 'Make the chat window'}
        </Button>
      }
    >
      <TextField
        label="Name"
        name="name"
        defaultValue={channel?.name}
        maxLength={80}
        hint="Only the team sees it."
        required
        missing="Write a name."
      />
      <Select label="Language" name="language" choices={languageChoices(language)} defaultValue={language} />
      <TextArea
        label="Greeting"
        name="greeting"
        defaultValue={greeting ?? ''}
        maxLength={500}
        hint="What a visitor reads first. Empty: a short greeting in the window's language."
      />
      <AccentField value={accent} onChange={setAccent} />
      <TextArea
        label="Pages that may show it"
        name="allowedOrigins"
        defaultValue={allowedOrigins.join('\n')}
        check={checkOrigins}
        placeholder="https://shop.example"
        spellCheck={false}
        hint="One a line. Empty: any page."
      />
    </Form>
  )
}

type Change = { name: string; settings: ChatSettings }

function useSaving(channel: ChannelBody | undefined, onDone: () => void) {
  const { workspace } = useMembership()
  const queryClient = useQueryClient()
  const path = `/workspaces/${workspace.id}/channels`
  return useMutation({
    mutationFn: (change: Change) =>
      channel ? api.patch(`${path}/${channel.id}`, change) : api.post(path, { kind: 'chat', ...change }),
    onSuccess: async (_, { name }) => {
      await queryClient.invalidateQueries({ queryKey: channelsQuery(workspace.id).queryKey })
      showToast(`“${name}” is saved.`)
      onDone()
    },
  })
}
