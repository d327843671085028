type Signatures = { member: string | null; channel: string | null | undefined; shop: string }

/** What stands below a letter: the writer's own signature, then the channel's; who has neither signs with the shop's name. */
export function signatureOf({ member, channel, shop }: Signatures): string {
  const own = [member, channel].map((signature) => signature?.trim()).filter(Boolean)
  return own.length > 0 ? own.join('\n') : shop
}
