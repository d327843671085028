import { useQuery } from '@tanstack/react-query'
import { Link, ListChecks, Plus } from 'lucide-react'
import { useState } from 'react'
import type { MessageContent, ShownProduct } from '#protocol/content.ts'
import type { InboxItemBody } from '#protocol/conversations.ts'
import { api } from '../api.ts'
import { customerQuery } from '../customer/queries.ts'
import { explain } from '../problem.ts'
import { IconButton } from '../ui/IconButton.tsx'
import { Menu, MenuItem, MenuLabel, MenuLine } from '../ui/Menu.tsx'
import { showToast } from '../ui/toast.ts'
import { useWorkspaceId } from '../workspace/membership.ts'
import { channelsQuery } from '../workspace/queries.ts'
import { noReplies, viewedProducts, withPicture, withProduct } from './offer.ts'

type OfferMenuProps = {
  conversation: InboxItemBody
  /** What is being written: a page of the shop in it can be a card. */
  text: string
  onChange: (how: (content: MessageContent | undefined) => MessageContent | undefined) => void
}

/** What a chat can show beside words: answers to choose from, and products that the customer has looked at. */
export function OfferMenu({ conversation: { customer, channel }, text, onChange }: OfferMenuProps) {
  const workspaceId = useWorkspaceId()
  const [isOpen, setOpen] = useState(false)
  const { data: card } = useQuery({ ...customerQuery(workspaceId, customer.id), enabled: isOpen })
  const { data: channels } = useQuery({ ...channelsQuery(workspaceId), enabled: isOpen })
  const origins = channels?.find(({ id }) => id === channel.id)?.settings.allowedOrigins ?? []
  const isOwn = (url: string) => origins.includes(URL.parse(url)?.origin ?? '')
  const products = viewedProducts(card?.visit?.pages ?? []).slice(0, 8)
  const link = text.match(/https?:\/\/[^\s<>"']+/)?.[0].replace(/[.,;:!?)]+$/, '')
  const readCard = (url: string) =>
    api.get<ShownProduct>(`/workspaces/${workspaceId}/channels/${channel.id}/page-card`, { query: { url } })

  /** The page may have a picture; without one the product is shown by its name. */
  function addProduct(product: ShownProduct) {
    onChange((content) => withProduct(content, product))
    if (!isOwn(product.url)) return
    readCard(product.url).then(
      ({ imageUrl }) => onChange((content) => withPicture(content, product.url, imageUrl)),
      () => {},
    )
  }

  const addPage = (url: string) =>
    readCard(url).then(
      (card) => onChange((content) => withProduct(content, card)),
      (error) => showToast(explain(error), { isFailure: true }),
    )

  return (
    <Menu
      side="top"
      isOpen={isOpen}
      onOpenChange={setOpen}
      trigger={<IconButton icon={Plus} label="Add products or answers to choose from" size="sm" />}
    >
      <MenuItem icon={ListChecks} onSelect={() => onChange(() => noReplies)}>
        Answers to choose from
      </MenuItem>
      {link && isOwn(link) && (
        <MenuItem icon={Link} onSelect={() => void addPage(link)}>
          Card of the page in your text
        </MenuItem>
      )}
      <MenuLine />
      <MenuLabel>{products.length > 0 ? 'Products they looked at' : 'They have looked at no product'}</MenuLabel>
      {products.map((product) => (
        <MenuItem key={product.url} onSelect={() => addProduct(product)}>
          {product.name}
        </MenuItem>
      ))}
    </Menu>
  )
}
