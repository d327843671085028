import { visitorWords } from './visitor-words.ts'

type Opening = {
  language: string
  shop: string
  channelKey: string /** Undefined: the browser is known here. */
  link?: string
}

/** Where a mailed link leads: the shop's name, and its chat window with the conversation in it. */
export function writeContinuingPage({ language, shop, channelKey, link }: Opening): string {
  const words = visitorWords(language)
  return writePage(
    language,
    shop,
    `<main data-channel="${escapeHtml(channelKey)}"${link ? ` data-link="${escapeHtml(link)}"` : ''}>
<h1>${escapeHtml(shop)}</h1>
<div role="status">
<p data-state="opening">${escapeHtml(words.opening)}</p>
<p data-state="open" hidden>${escapeHtml(words.isOpen)}</p>
<p data-state="failed" hidden>${escapeHtml(words.linkNotGood)}. ${escapeHtml(words.askAgain)}</p>
</div>
<noscript><p>${escapeHtml(words.needsScript)}</p></noscript>
</main>
<script type="module" src="/c/continue.js"></script>`,
  )
}

/** For a link that is forged, too old, or leads to what has become somebody else's: it does not say which. */
export function writeNotGoodPage(language: string): string {
  const { linkNotGood, askAgain } = visitorWords(language)
  return writePage(
    language,
    linkNotGood,
    `<main>
<h1>${escapeHtml(linkNotGood)}</h1>
<p>${escapeHtml(askAgain)}</p>
</main>`,
  )
}

const writePage = (language: string, title: string, body: string): string => `<!doctype html>
<html lang="${escapeHtml(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="robots" content="noindex">
<title>${escapeHtml(title)}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/c/continue.css">
</head>
<body>
${body}
</body>
</html>
`

const escapeHtml = (text: string): string => text.replace(/[&<>"']/gu, (character) => `&#${character.charCodeAt(0)};`)
