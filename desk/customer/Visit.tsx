import type { VisitBody } from '#protocol/customers.ts'
import { sayCode } from '../ui/codes.ts'
import { RelativeTime } from '../ui/RelativeTime.tsx'
import { Fact, Facts, Section } from '../ui/Section.tsx'
import { hostOf } from './addresses.ts'
import { Cart } from './Cart.tsx'
import { VisitErrors } from './VisitErrors.tsx'
import { VisitedPages } from './VisitedPages.tsx'

/** What the visitor looks at, has in the cart and comes with, and what went wrong for them. */
export function Visit({ visit }: { visit: VisitBody }) {
  const { isOnline, lastSeenAt, pages, cart, errors } = visit
  return (
    <Section
      name="visit"
      title={
        <>
          Visit
          <span className="flex items-center gap-1 text-xs font-normal text-muted">
            {isOnline ? (
              <>
                <span className="size-2 rounded-full bg-online" />
                on the site now
              </>
            ) : (
              <RelativeTime at={lastSeenAt} />
            )}
          </span>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        {errors.length > 0 && <VisitErrors errors={errors} pageUrl={pages[0]?.url} />}
        {pages.length > 0 && <VisitedPages pages={pages} isOnline={isOnline} />}
        {cart && cart.items.length > 0 && <Cart cart={cart} />}
        <VisitFacts visit={visit} />
      </div>
    </Section>
  )
}

function VisitFacts({ visit: { browser, os, device, language, country, referrer, campaign } }: { visit: VisitBody }) {
  const machine = [device, browser, os].filter(Boolean).join(', ')
  const brought = [campaign?.name, campaign?.source, campaign?.medium].filter(Boolean).join(', ')
  return (
    <Facts>
      {country && <Fact name="Place">{sayCode('region', country)}</Fact>}
      {machine && <Fact name="Device">{machine}</Fact>}
      {language && <Fact name="Browser in">{sayCode('language', language)}</Fact>}
      {referrer && <Fact name="Came from">{hostOf(referrer)}</Fact>}
      {brought && <Fact name="Campaign">{brought}</Fact>}
    </Facts>
  )
}
