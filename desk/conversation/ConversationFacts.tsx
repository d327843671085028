import type { InboxItemBody } from '#protocol/conversations.ts'
import { Badge } from '../ui/Badge.tsx'
import { sayCode } from '../ui/codes.ts'
import { Fact, Facts, Section } from '../ui/Section.tsx'

/** What is known of the matter itself: why they write, about which order, in which language, what it was tagged with. */
export function ConversationFacts({ conversation }: { conversation: InboxItemBody }) {
  const { contactReason, orderNumber, language, tags } = conversation
  if (!contactReason && !orderNumber && !language && tags.length === 0) return null
  return (
    <Section name="conversation" title="This conversation">
      <Facts>
        {contactReason && <Fact name="Reason">{contactReason}</Fact>}
        {orderNumber && <Fact name="Order">{orderNumber}</Fact>}
        {language && <Fact name="Language">{sayCode('language', language)}</Fact>}
        {tags.length > 0 && (
          <Fact name="Tags">
            <ul className="flex flex-wrap gap-1">
              {tags.map((tag) => (
                <li key={tag}>
                  <Badge>{tag}</Badge>
                </li>
              ))}
            </ul>
          </Fact>
        )}
      </Facts>
    </Section>
  )
}
