import type { Letter } from './letter.ts'
import { findLinks } from './links.ts'
import { quote } from './quoting.ts'
import { plain } from './text-part.ts'

type Parts = Pick<Letter, 'subject' | 'text' | 'signature' | 'history' | 'language' | 'timeZone' | 'look'>

const ACCENT = '#1d6a50'
const FONT =
  "font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;font-size:15px;line-height:1.5;overflow-wrap:anywhere"

/**
 * A letter as HTML. All styles are inline, because Outlook and Gmail leave out most others; it names no colours for text and
 * ground, so that each mail program puts its light or dark ones; and it loads nothing.
 */
export function writeHtml(letter: Parts): string {
  const { subject, language, text, signature, look } = letter
  return `<!doctype html>
<html lang="${escapeHtml(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${escapeHtml(subject)}</title>
</head>
<body>
<div dir="auto" style="${FONT}">
${toParagraphs(text)}
${writeSignature(signature, look.accent)}${writeHistory(letter)}</div>
</body>
</html>
`
}

function writeSignature(signature: string, accent: string | null): string {
  if (signature.trim() === '') return ''
  const border = accent !== null && /^#[0-9a-f]{6}$/i.test(accent) ? accent : ACCENT
  return `<div dir="auto" style="margin:24px 0 0;padding:0 0 0 12px;border-left:3px solid ${border}">${toLines(signature)}</div>
`
}

/** Mail programs know what they may fold by the class that Gmail gives it and the type that Apple Mail gives it. */
function writeHistory(letter: Parts): string {
  const quotations = quote(letter)
  if (quotations.length === 0) return ''
  const blocks = quotations.map(
    ({
      attribution,
      text,
    }) => `<div dir="auto" class="gmail_attr" style="margin:24px 0 8px">${escapeHtml(attribution)}</div>
<blockquote type="cite" class="gmail_quote" dir="auto" style="margin:0;padding:0 0 0 12px;border-left:1px solid #999999">
${toParagraphs(text)}
</blockquote>
`,
  )
  return `<div class="gmail_quote gmail_quote_container">
${blocks.join('')}</div>
`
}

const toParagraphs = (text: string): string =>
  withoutEmptyLines(text)
    .split(/\n{2,}/u)
    .map((paragraph) => `<p style="margin:0 0 12px">${toLines(paragraph)}</p>`)
    .join('\n')

const toLines = (text: string): string =>
  withoutEmptyLines(text)
    .split('\n')
    .map((line) =>
      findLinks(line)
        .map((piece) =>
          piece.type === 'link'
            ? `<a href="${escapeHtml(piece.href)}">${escapeHtml(piece.text)}</a>`
            : escapeHtml(piece.text).replaceAll('  ', '&nbsp; '),
        )
        .join(''),
    )
    .join('<br>\n')

const withoutEmptyLines = (text: string): string =>
  plain(text)
    .replace(/^(?:[ \t]*\n)+/u, '')
    .trimEnd()

const escapeHtml = (text: string): string => text.replace(/[&<>"']/gu, (character) => `&#${character.charCodeAt(0)};`)
