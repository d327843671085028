import { useQuery } from '@tanstack/react-query'
import { ListChecks, Plus } from 'lucide-react'
import { useState } from 'react'
import type { MessageContent } from '#protocol/content.ts'
import type { InboxItemBody } from '#protocol/conversations.ts'
import { customerQuery } from '../customer/queries.ts'
import { IconButton } from '../ui/IconButton.tsx'
import { Menu, MenuItem, MenuLabel, MenuLine } from '../ui/Menu.tsx'
import { useWorkspaceId } from '../workspace/membership.ts'
import { noReplies, viewedProducts, withProduct } from './offer.ts'

type OfferMenuProps = {
  conversation: InboxItemBody
  content: MessageContent | undefined
  onChange: (content: MessageContent) => void
}

/** What a chat can show beside words: answers to choose from, and products that the customer has looked at. */
export function OfferMenu({ conversation: { customer }, content, onChange }: OfferMenuProps) {
  const workspaceId = useWorkspaceId()
  const [isOpen, setOpen] = useState(false)
  const { data: card } = useQuery({ ...customerQuery(workspaceId, customer.id), enabled: isOpen })
  const products = viewedProducts(card?.visit?.pages ?? []).slice(0, 8)
  return (
    <Menu
      side="top"
      isOpen={isOpen}
      onOpenChange={setOpen}
      trigger={<IconButton icon={Plus} label="Add products or answers to choose from" size="sm" />}
    >
      <MenuItem icon={ListChecks} onSelect={() => onChange(noReplies)}>
        Answers to choose from
      </MenuItem>
      <MenuLine />
      <MenuLabel>{products.length > 0 ? 'Products they looked at' : 'They have looked at no product'}</MenuLabel>
      {products.map((product) => (
        <MenuItem key={product.url} onSelect={() => onChange(withProduct(content, product))}>
          {product.name}
        </MenuItem>
      ))}
    </Menu>
  )
}
