import { compile } from 'html-to-text'

const convert = compile({
  wordwrap: false,
  decodeEntities: true,
  limits: { maxInputLength: 16 * 1_024 * 1_024, maxDepth: 200, maxChildNodes: 20_000 },
  formatters: {
    hidden: () => {},
    picture: ({ attribs }, _walk, builder) => {
      const alt = attribs?.alt?.trim()
      if (alt) builder.addInline(`[${alt}]`)
    },
  },
  selectors: [
    { selector: 'a', options: { hideLinkHrefIfSameAsText: true, linkBrackets: ['(', ')'], noAnchorUrl: true } },
    { selector: 'a[href^="mailto:"]', format: 'inline' },
    { selector: 'img', format: 'picture' },
    ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({ selector, options: { uppercase: false } })),
    { selector: 'table', format: 'block' },
    { selector: 'tr', format: 'block', options: { leadingLineBreaks: 1, trailingLineBreaks: 1 } },
    { selector: 'td', format: 'inlineSurround', options: { suffix: ' ' } },
    { selector: 'th', format: 'inlineSurround', options: { suffix: ' ' } },
    { selector: 'hr', format: 'lineBreak' },
    { selector: 'summary', format: 'hidden' },
    { selector: '[style*="display:none"]', format: 'hidden' },
  ],
})

/** Sanitised HTML as the text that a person would read in it. */
export function htmlText(html: string): string {
  return (
    convert(html)
      // What newsletters fill the preview line with.
      .replace(/\u200B|\u200C|\u00AD|\u034F|\uFEFF/g, '')
      .replaceAll('\u00A0', ' ')
      .replace(/(^|[^ \t])[ \t]+(?=\n|$)/g, '$1')
      .replace(/\n{3,}/g, '\n\n')
      .trim()
  )
}
