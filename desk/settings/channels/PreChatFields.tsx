import type { PreChat } from '#protocol/channels.ts'
import { type Choice, Select } from '../../ui/Select.tsx'
import { TextArea } from '../../ui/TextField.tsx'

type Asked = NonNullable<PreChat['name']>
type PreChatFieldsProps = { value: PreChat; onChange: (value: PreChat) => void }

const CHOICES: Choice<Asked>[] = [
  { value: 'no', label: 'Not asked' },
  { value: 'optional', label: 'Optional' },
  { value: 'required', label: 'Required' },
]
const QUESTIONS = [
  ['name', 'Name'],
  ['email', 'E-mail address'],
  ['order', 'Order number'],
] as const
const MOST_TOPICS = 12
const LONGEST_TOPIC = 60

/** What a visitor is asked before the first message. Each question keeps some people from asking theirs. */
export function PreChatFields({ value, onChange }: PreChatFieldsProps) {
  const { topics = [], topic = 'optional' } = value
  return (
    <fieldset className="flex flex-col gap-3">
      <legend className="mb-1 text-sm font-semibold">Asked before the first message</legend>
      <p className="text-sm text-muted">
        Who is known already is not asked who they are. Only what is required comes before writing.
      </p>
      <div className="grid gap-3 sm:grid-cols-3">
        {QUESTIONS.map(([field, label]) => (
          <Select
            key={field}
            label={label}
            name={`preChat-${field}`}
            choices={CHOICES}
            value={value[field] ?? 'no'}
            onChoose={(asked) => onChange({ ...value, [field]: asked })}
          />
        ))}
      </div>
      <TextArea
        label="Topics to choose from"
        name="preChat-topics"
        defaultValue={topics.join('\n')}
        check={checkTopics}
        onChange={({ currentTarget }) => onChange({ ...value, topics: readTopics(currentTarget.value) })}
        hint="One a line, in the customers’ words. Empty: not asked."
      />
      {topics.length > 0 && (
        <Select
          label="Topic"
          name="preChat-topic"
          choices={CHOICES}
          value={topic}
          onChoose={(asked) => onChange({ ...value, topic: asked })}
        />
      )}
    </fieldset>
  )
}

const readTopics = (text: string): string[] => [
  ...new Set(
    text
      .split('\n')
      .map((line) => line.trim())
      .filter(Boolean),
  ),
]

function checkTopics(text: string): string | null {
  const topics = readTopics(text)
  if (topics.length > MOST_TOPICS) return `At most ${MOST_TOPICS} topics.`
  return topics.some((topic) => topic.length > LONGEST_TOPIC) ? `At most ${LONGEST_TOPIC} characters a topic.` : null
}
