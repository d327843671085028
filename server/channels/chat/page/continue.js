// Opens the conversation that a mailed link leads to, in the chat window of this page.
const main = document.querySelector('main')
const { channel, link } = main.dataset
const kept = `infolett:${channel}`

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key) ?? '{}')
  } catch {
    return {}
  }
}

function say(state) {
  for (const part of main.querySelectorAll('[data-state]')) part.hidden = part.dataset.state !== state
}

/** From here on the address leads nowhere but to this page: who looks over a shoulder or at a visit sees no link. */
async function takeLink() {
  const response = await fetch(`/api/widget/${channel}/continuation`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ link, token: read(kept).token }),
    credentials: 'omit',
  })
  if (!response.ok) throw new Error(String(response.status))
  const { token, threadId } = await response.json()
  localStorage.setItem(kept, JSON.stringify({ ...read(kept), token, hasOpenThread: true }))
  localStorage.setItem(`${kept}:drafts`, JSON.stringify({ ...read(`${kept}:drafts`), shownId: threadId }))
  history.replaceState(null, '', `/c/${channel}`)
}

function openChat() {
  window.infolett = (...call) => window.infolett.q.push(call)
  window.infolett.q = [['open']]
  const script = document.createElement('script')
  script.src = '/widget.js'
  script.dataset.channel = channel
  script.dataset.language = document.documentElement.lang
  document.head.append(script)
  say('open')
}

try {
  if (link) await takeLink()
  openChat()
} catch {
  say('failed')
}
