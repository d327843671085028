/** Where the pictures of a letter are: its own, by Content-ID, and those it has elsewhere; undefined: not to be shown. */
export type Pictures = {
  own: (contentId: string) => string | undefined
  elsewhere: (url: string) => string | undefined
}

type Look = { scheme: 'light' | 'dark'; pictures: Pictures }

/**
 * What a browser is told of such a document: nothing in it runs, sends or loads, but our own pictures; links open a page
 * of their own. The desk, of the same origin, may look how high it is.
 */
export const LETTER_POLICY = [
  "default-src 'none'",
  "img-src 'self' data:",
  "style-src 'unsafe-inline'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'",
  'sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox',
].join('; ')

/** The sanitised HTML of a letter as a document that can be read on the desk, by day and by night. */
export async function toLetterDocument(html: string, { scheme, pictures }: Look): Promise<string> {
  // Loaded at the first letter that is opened.
  const { DomUtils, parseDocument } = await import('htmlparser2')
  const letter = parseDocument(html)
  for (const { attribs } of DomUtils.getElementsByTagName('img', letter.children)) {
    const source = sourceOf(attribs, pictures)
    if (source === undefined) delete attribs.src
    else attribs.src = source
  }
  for (const { attribs } of DomUtils.getElementsByTagName('summary', letter.children))
    Object.assign(attribs, { title: FOLDED, 'aria-label': FOLDED })
  for (const { attribs } of DomUtils.getElementsByTagName('a', letter.children))
    if (attribs.href) Object.assign(attribs, { target: '_blank', rel: 'noopener noreferrer nofollow' })
  const paper = setsColours(html) ? 'paper' : scheme
  return `<!doctype html>
<html class="${paper}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="referrer" content="no-referrer">
<style>${STYLE}</style>
</head>
<body dir="auto">${DomUtils.getInnerHTML(letter, { encodeEntities: 'utf8' })}</body>
</html>
`
}

const FOLDED = 'Quotes and signature'

function sourceOf(attribs: Record<string, string>, pictures: Pictures): string | undefined {
  const { src = '', 'data-remote-src': remote } = attribs
  if (remote !== undefined) return pictures.elsewhere(remote)
  if (/^cid:/i.test(src)) return pictures.own(decoded(src.slice('cid:'.length)))
  return src.startsWith('data:image/') ? src : undefined
}

/** RFC 2392: a Content-ID in an address is percent-encoded. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** Whether a letter says which colours it wants: then it gets the white paper that it was written on. */
const setsColours = (html: string): boolean =>
  /\sbgcolor\s*=|\scolor\s*=|[\s"';](?:background(?:-color)?|color)\s*:/i.test(html)

const STYLE = `
html { color-scheme: light; background: transparent; color: #1b1b1f }
html.paper { background: #fff }
html.dark { color-scheme: dark; color: #e8e8ea }
body { margin: 0; padding: 4px 12px 12px; font: 14px/1.45 system-ui, sans-serif; overflow-wrap: break-word }
a { color: #1a56c4 }
.dark a { color: #8ab4f8 }
img { max-width: 100%; height: auto; vertical-align: middle }
img:not([src]) { display: inline-block; min-width: 16px; min-height: 16px; outline: 1px dashed #8884; outline-offset: -1px }
p { margin: 0 0 .8em }
p:last-child { margin-bottom: 0 }
pre { white-space: pre-wrap; font-family: ui-monospace, monospace }
blockquote { margin: .4em 0 .4em 2px; padding-left: 10px; border-left: 2px solid #8886 }
hr { border: 0; border-top: 1px solid #8886 }
summary { display: inline-block; list-style: none; cursor: pointer; margin: 4px 0; padding: 0 9px; border-radius: 9px;
  background: #8883; font: bold 13px/14px system-ui, sans-serif; letter-spacing: 1px }
summary::-webkit-details-marker { display: none }
summary:hover { background: #8885 }
summary:focus-visible { outline: 2px solid #1a56c4; outline-offset: 1px }
@media (pointer: coarse) { summary { padding: 8px 14px; border-radius: 15px } }
`
