import type { MailAddress } from '#protocol/conversations.ts'
import { demoCustomers } from '../data.ts'
import { type Html, html } from '../html.ts'
import type { PostedLetter } from '../post/letter.ts'
import { mailWordsIn } from '../post/words.ts'
import { type Language, shoppers, type Visitor } from '../visitor.ts'
import { wordsIn } from '../words.ts'
import type { Page } from './layout.ts'

type Post = { letters: PostedLetter[]; isOpen: boolean; hasSent: boolean }

/** Whose mailbox holds what, the newest first, and a form to write to the shop. */
export function mailboxesPage({ letters, isOpen, hasSent }: Post, { language }: Visitor): Page {
  const words = mailWordsIn(language)
  const content = html`<div class="wide">
<div class="page-heading"><h1>${words.title}</h1><p>${isOpen ? words.nothingLeaves : words.ownServer}</p></div>
${hasSent && notice(words.sent)}
<div class="post">
<div class="mailboxes">
${letters.length === 0 && html`<p class="muted">${words.nobodyYet}</p>`}
${mailboxesOf(letters).map((mailbox) => mailboxSection(mailbox, language))}
</div>
${isOpen && newLetterForm(language)}
</div>
</div>`
  return { title: words.title, kind: 'mail', content }
}

type Mailbox = { owner: MailAddress; letters: PostedLetter[] }

function mailboxesOf(letters: PostedLetter[]): Mailbox[] {
  const byAddress = new Map<string, Mailbox>()
  for (const letter of letters)
    for (const owner of letter.people) {
      const mailbox = byAddress.get(owner.address) ?? { owner, letters: [] }
      mailbox.letters.push(letter)
      byAddress.set(owner.address, mailbox)
    }
  return [...byAddress.values()]
}

function mailboxSection({ owner, letters }: Mailbox, language: Language) {
  const words = mailWordsIn(language)
  return html`<section class="mailbox">
<h2>${nameOf(owner)}</h2>
<p class="muted">${owner.address} · ${words.letters(letters.length)}</p>
<ul>${letters.map(
    (letter) => html`<li><a href="/demo/mail/${letter.id}?as=${encodeURIComponent(owner.address)}">
<span class="letter-way ${letter.way}">${wayOf(letter, language)}</span>
<strong>${letter.subject ?? words.noSubject}</strong>
<time class="muted" datetime="${letter.at}">${sayTime(letter.at, language)}</time>
</a></li>`,
  )}</ul>
</section>`
}

function newLetterForm(language: Language) {
  const words = mailWordsIn(language)
  const { languageOf } = wordsIn(language)
  const people = [...demoCustomers].sort((one, other) => one.name.localeCompare(other.name, 'et'))
  const option = ({ id, name, language: theirs }: (typeof people)[number]) =>
    html`<option value="${id}">${name} · ${languageOf[theirs]}</option>`
  return html`<form class="letter-form" method="post" action="/demo/mail">
<h2>${words.writeTitle}</h2>
<p class="muted">${words.writeText}</p>
<label class="field"><span>${words.who}</span><select name="customer">${shoppers.map(option)}<hr>${people.filter((one) => !shoppers.includes(one)).map(option)}</select></label>
<label class="field"><span>${words.subject}</span><input name="subject" maxlength="200" autocomplete="off"></label>
<label class="field"><span>${words.text}</span><textarea name="text" rows="7" maxlength="20000" aria-describedby="leave-empty"></textarea></label>
<p class="muted small" id="leave-empty">${words.leaveEmpty}</p>
<button class="button">${words.send}</button>
</form>`
}

type Opened = { letter: PostedLetter; head: string; owner: MailAddress; isOpen: boolean; hasSent: boolean }

/** One letter, as `owner` sees it. */
export function letterPage({ letter, head, owner, isOpen, hasSent }: Opened, { language }: Visitor): Page {
  const words = mailWordsIn(language)
  const title = letter.subject ?? words.noSubject
  const content = html`<div class="wide">
<p class="breadcrumbs"><a href="/demo/mail">${words.back}</a></p>
<div class="page-heading"><h1 class="letter-title">${title}</h1></div>
${hasSent && notice(words.sent)}
<div class="post">
<article class="letter">
<dl class="facts">
${fact(words.from, people([letter.from]))}
${fact(words.to, people(letter.to))}
${letter.cc.length > 0 && fact(words.cc, people(letter.cc))}
${fact(words.date, html`<time datetime="${letter.at}">${sayTime(letter.at, language)}</time>${letter.isAutomatic && html` · ${words.automatic}`}`)}
${letter.fileNames.length > 0 && fact(words.files, letter.fileNames.join(', '))}
</dl>
<iframe class="letter-sheet" src="/demo/mail/${letter.id}/sheet" title="${title}" sandbox="allow-same-origin allow-popups" data-letter></iframe>
<details class="letter-head"><summary>${words.headers}</summary><pre>${head}</pre></details>
</article>
${isOpen && letter.way === 'to-customer' && answerForm(letter, owner, language)}
</div>
</div>`
  return { title, kind: 'mail', content }
}

function answerForm({ id }: PostedLetter, owner: MailAddress, language: Language) {
  const words = mailWordsIn(language)
  return html`<form class="letter-form" method="post" action="/demo/mail/${id}/answer">
<h2>${words.answerAs(nameOf(owner))}</h2>
<p class="muted">${words.answerText}</p>
<input type="hidden" name="as" value="${owner.address}">
<label class="field"><span>${words.text}</span><textarea name="text" rows="7" maxlength="20000" required></textarea></label>
<button class="button">${words.send}</button>
</form>`
}

const fact = (name: string, value: Html | string) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`
const notice = (sentence: string) => html`<p class="letter-sent" role="status">${sentence}</p>`
const people = (addresses: MailAddress[]) =>
  addresses.map(({ name, address }) => (name ? `${name} <${address}>` : address)).join(', ')
const nameOf = ({ name, address }: MailAddress) =>
  name ?? demoCustomers.find(({ email }) => email === address)?.name ?? address

function wayOf({ way, isAutomatic }: PostedLetter, language: Language) {
  const words = mailWordsIn(language)
  if (way === 'to-shop') return words.toShop
  return isAutomatic ? `${words.fromShop} · ${words.automatic}` : words.fromShop
}

const sayTime = (at: string, language: Language) =>
  new Intl.DateTimeFormat(mailWordsIn(language).locale, {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone: 'Europe/Tallinn',
  }).format(new Date(at))
