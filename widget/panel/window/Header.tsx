import { type Chat, listThreads, shownThread } from '../chat.ts'
import { showThreadList } from '../showing.ts'
import { Icon } from './Icon.tsx'
import { sayPromise } from './Promise.tsx'
import { part } from './part.tsx'

const Menu = part(() => import('./Menu.tsx'), null)

export function Header({ chat, close }: { chat: Chat; close(): void }) {
  const { texts, config, shownId } = chat
  const isInThread = shownId !== null
  return (
    <div class="header">
      {isInThread && listThreads(chat).length > 0 && (
        <button
          type="button"
          class="icon"
          aria-label={texts.conversations}
          title={texts.conversations}
          onClick={() => showThreadList(chat)}
        >
          <Icon name="back" />
        </button>
      )}
      <div class="title">
        <h2>{isInThread ? (config?.workspaceName ?? texts.launcher.chat) : texts.conversations}</h2>
        <Presence chat={chat} />
      </div>
      {shownThread(chat) && <Menu key={shownId} chat={chat} />}
      <button type="button" class="icon" aria-label={texts.close} title={texts.close} onClick={close}>
        <Icon name="close" />
      </button>
    </div>
  )
}

/** Without a connection nobody can say who is there. */
function Presence({ chat }: { chat: Chat }) {
  const { team, texts, page, connection } = chat
  if (!team || connection === 'lost') return <p class="presence" />
  const promise = sayPromise(chat)
  if (promise) return <p class="presence">{promise}</p>
  return (
    <p class={team.isOnline ? 'presence online' : 'presence'}>
      {team.isOnline ? sayWhoIsHere(team.members, texts, page.language) : texts.nobodyHere}
    </p>
  )
}

function sayWhoIsHere(members: { name: string }[], texts: Chat['texts'], language: string) {
  const names = members.slice(0, 3).map(({ name }) => name)
  if (members.length === 0 || members.length > 3) return texts.teamIsHere
  return texts.here(new Intl.ListFormat(language).format(names), names.length)
}
