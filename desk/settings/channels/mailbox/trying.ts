import type { EmailSettings, MailboxTestBody } from '#protocol/email.ts'
import type { Id } from '#protocol/primitives.ts'
import { api } from '../../../api.ts'

type Given = {
  settings: EmailSettings
  password?: string
  outgoingPassword?: string | null
  /** What is not given is taken from this mailbox. */
  channelId?: Id
}

/** Connects as the mailbox would, and says what is in the way. */
export const tryMailbox = (workspaceId: Id, { settings, ...given }: Given): Promise<MailboxTestBody> => {
  const { provider, signIn, imap, smtp } = settings
  return api.post(`/workspaces/${workspaceId}/mailbox-tests`, { ...given, settings: { provider, signIn, imap, smtp } })
}
