import type { Attributes } from 'sanitize-html'

/**
 * What an element is in a reply: `cite` a quotation; `rest` a header after which everything is quoted; `attribution` the
 * line that says who wrote what follows; `signature`.
 */
export type QuoteMark = 'cite' | 'rest' | 'attribution' | 'signature'

const CLASSES: [RegExp, QuoteMark][] = [
  [
    /^(gmail_quote|gmail_quote_container|yahoo_quoted|protonmail_quote|tutanota_quote|zmail_extra|mail-quote-collapse|moz-forward-container)$/,
    'cite',
  ],
  [/^(moz-cite-prefix|gmail_attr|protonmail_quote_header)$/, 'attribution'],
  [/^(OutlookMessageHeader|ms-outlook-mobile-reference-message)$/, 'rest'],
  [
    /^(gmail_signature|gmail_signature_prefix|moz-signature|protonmail_signature_block|ms-outlook-mobile-signature)$/,
    'signature',
  ],
]
const IDS: [RegExp, QuoteMark][] = [
  [
    /^(divRplyFwdMsg|appendonsend|mail-editor-reference-message-container|OLK_SRC_BODY_SECTION|reply-intro-rest)$/,
    'rest',
  ],
  [
    /^(ymail_android_signature|Signature|ms-outlook-mobile-signature|composer_signature|AppleMailSignature)$/,
    'signature',
  ],
  [/^(yahoo_quoted_\d+|isForwardContent|replySplit)$/, 'cite'],
  [/^reply-intro$/, 'attribution'],
]
/** The line that Outlook draws above the headers of what it quotes. */
const OUTLOOK_LINE = /border-top:\s*solid\s*#(E1E1E1|B5C4DF)\s*1\.0pt/i

export function quoteMarkOf(tag: string, attribs: Attributes): QuoteMark | undefined {
  if (tag === 'blockquote' && isCite(attribs)) return 'cite'
  for (const name of (attribs.class ?? '').split(/\s+/, 20)) {
    const mark = find(CLASSES, name)
    if (mark) return mark
  }
  const id = (attribs.id ?? '').replace(/^x_/, '')
  if (attribs.name === 'quote') return 'cite'
  return find(IDS, id) ?? (OUTLOOK_LINE.test((attribs.style ?? '').slice(0, 1_000)) ? 'rest' : undefined)
}

function isCite({ type, class: names = '', style = '' }: Attributes): boolean {
  return type === 'cite' || /gmail_quote/.test(names) || /border-left[^;]*\bsolid\b/i.test(style.slice(0, 1_000))
}

function find(marks: [RegExp, QuoteMark][], name: string): QuoteMark | undefined {
  // Outlook puts an x before the names in what it quotes.
  const bare = name.replace(/^x_/, '')
  return bare === '' ? undefined : marks.find(([pattern]) => pattern.test(bare))?.[1]
}
