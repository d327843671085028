import { AtSign, BadgeCheck, Globe, type LucideIcon, Phone, Store } from 'lucide-react'
import { Fragment } from 'react'
import type { CustomerBody } from '#protocol/customers.ts'
import { sayCode } from '../ui/codes.ts'
import { Fact, Facts, Section } from '../ui/Section.tsx'

/** How they are reached and known, where they are, what the shop told about them. */
export function CustomerFacts({ customer }: { customer: CustomerBody }) {
  const { identities, language, city, country, attributes, createdAt } = customer
  const reached = identities.filter(({ kind }) => kind !== 'visitor')
  const place = [city, country && sayCode('region', country)].filter(Boolean).join(', ')
  return (
    <Section name="details" title="Details">
      {reached.length > 0 && (
        <ul className="mb-2 flex flex-col gap-1">
          {reached.map((identity) => (
            <Identity key={`${identity.kind} ${identity.value}`} identity={identity} />
          ))}
        </ul>
      )}
      <Facts>
        {language && <Fact name="Language">{sayCode('language', language)}</Fact>}
        {place && <Fact name="Place">{place}</Fact>}
        {Object.entries(attributes).map(([name, value]) => (
          <Fact key={name} name={sayName(name)}>
            {typeof value === 'boolean' ? (value ? 'Yes' : 'No') : String(value)}
          </Fact>
        ))}
        <Fact name="First seen">
          {new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium' }).format(new Date(createdAt))}
        </Fact>
      </Facts>
    </Section>
  )
}

const kinds: Record<CustomerBody['identities'][number]['kind'], { icon: LucideIcon; name: string }> = {
  email: { icon: AtSign, name: 'E-mail' },
  phone: { icon: Phone, name: 'Phone' },
  visitor: { icon: Globe, name: 'Visitor' },
  shop_account: { icon: Store, name: 'Shop account' },
}

function Identity({ identity: { kind, value, isVerified } }: { identity: CustomerBody['identities'][number] }) {
  const { icon: Icon, name } = kinds[kind]
  return (
    <li className="flex items-start gap-2">
      <Icon size={14} role="img" aria-label={name} className="mt-0.75 shrink-0 text-muted" />
      <span className="min-w-0 flex-1 [overflow-wrap:anywhere] select-all">
        {/* An address that does not fit breaks before its @. */}
        {value.split(/(?=@)/).map((part) => (
          <Fragment key={part}>
            {part.startsWith('@') && <wbr />}
            {part}
          </Fragment>
        ))}
      </span>
      {isVerified ? (
        <span title="Verified" className="shrink-0 pt-0.75 text-accent">
          <BadgeCheck size={14} role="img" aria-label="verified" />
        </span>
      ) : (
        <span className="shrink-0 text-xs leading-5 text-muted" title="The customer said so; nothing proves it.">
          claimed
        </span>
      )}
    </li>
  )
}

/** `loyaltyPoints` and `loyalty_points` are "Loyalty points". */
function sayName(name: string): string {
  const words = name
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replace(/[_-]+/g, ' ')
    .toLowerCase()
  return words.charAt(0).toUpperCase() + words.slice(1)
}
