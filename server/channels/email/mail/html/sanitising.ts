import { createHash } from 'node:crypto'
import sanitizeHtml, { type Attributes } from 'sanitize-html'
import { flatten } from './flattening.ts'
import { quoteMarkOf } from './quote-marks.ts'
import { filterStyle } from './styles.ts'

/** A picture that was written into the HTML itself; `html` shows it by its Content-ID. */
export type Embedded = { contentId: string; mediaType: string; content: Buffer }

export type CleanHtml = { html: string; hasQuotes: boolean; embedded: Embedded[] }

/** Deeper than any letter; a browser would take long to lay out more. */
const MAX_DEPTH = 150
const MAX_EMBEDDED = 50
const LOOKS = ['style', 'dir', 'lang', 'title', 'align', 'valign', 'bgcolor', 'width', 'height', 'data-quote']
const TAGS =
  'a abbr address article aside b bdi bdo big blockquote br caption center cite code col colgroup dd del details dfn ' +
  'div dl dt em figcaption figure font footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li main mark nav ol p pre q s ' +
  'samp section small span strike strong sub summary sup table tbody td tfoot th thead time tr tt u ul var wbr'
/** With these goes what is inside them: it is not text, or it is read by rules of its own. */
const NOT_TEXT =
  'script style textarea option xmp title noscript noembed noframes iframe object embed applet audio video canvas svg ' +
  'math template select datalist plaintext listing xml'

/**
 * HTML that may be shown in a sandboxed frame: nothing that runs, sends or loads. Pictures elsewhere wait in
 * `data-remote-src`; those of the mail itself keep their `cid:`. Quotes carry `data-quote` for folding.
 */
export function sanitise(html: string, locations: Map<string, string> = new Map()): CleanHtml {
  const embedded = new Map<string, Embedded>()
  let hasQuotes = false
  const transform = (tagName: string, attribs: Attributes) => {
    const mark = quoteMarkOf(tagName, attribs)
    if (mark) hasQuotes = true
    const kept = tagName === 'img' ? pictureOf(attribs, embedded, locations) : { ...attribs }
    if (!kept) return { tagName, attribs: {} }
    const { style, 'data-quote': _, ...others } = kept
    const allowed = style === undefined ? '' : filterStyle(style)
    const attributes = { ...others, ...(allowed && { style: allowed }), ...(mark && { 'data-quote': mark }) }
    return { tagName, attribs: tagName === 'a' ? linkOf(attributes) : attributes }
  }
  const clean = sanitizeHtml(flatten(html), {
    allowedTags: TAGS.split(' '),
    nonTextTags: NOT_TEXT.split(' '),
    allowedAttributes: {
      '*': LOOKS,
      a: ['href', 'rel', 'target'],
      img: ['src', 'alt', 'data-remote-src'],
      td: ['colspan', 'rowspan', 'nowrap'],
      th: ['colspan', 'rowspan', 'nowrap', 'scope'],
      table: ['border', 'cellpadding', 'cellspacing'],
      font: ['color', 'face', 'size'],
      ol: ['start', 'type'],
      time: ['datetime'],
      hr: ['size', 'noshade', 'color'],
    },
    allowedSchemes: ['http', 'https', 'mailto', 'tel'],
    allowedSchemesByTag: { img: ['cid'] },
    allowedSchemesAppliedToAttributes: ['href', 'src'],
    allowProtocolRelative: false,
    parseStyleAttributes: false,
    nestingLimit: MAX_DEPTH,
    transformTags: { '*': transform },
  })
  return { html: clean.replaceAll('<img />', '').trim(), hasQuotes, embedded: [...embedded.values()] }
}

function linkOf({ href = '', target: _, rel: __, ...others }: Attributes): Attributes {
  const url = href.trim()
  if (!/^(https?:\/\/|mailto:|tel:)/i.test(url)) return others
  return { href: url, target: '_blank', rel: 'noopener noreferrer nofollow', ...others }
}

function pictureOf(
  { src = '', srcset: _, 'data-remote-src': __, ...others }: Attributes,
  embedded: Map<string, Embedded>,
  locations: Map<string, string>,
): Attributes | undefined {
  const url = src.trim()
  if (/^(https?:)?\/\//i.test(url)) {
    // A picture of one dot is there to tell its sender that somebody looked.
    if (isDot(others.width) && isDot(others.height)) return undefined
    return { ...others, 'data-remote-src': url.startsWith('//') ? `https:${url}` : url }
  }
  if (/^cid:/i.test(url)) return { src: `cid:${decodeCid(url.slice(4))}`, ...others }
  const contentId = locations.get(url) ?? embed(url, embedded)
  if (contentId) return { src: `cid:${contentId}`, ...others }
  return others.alt ? others : undefined
}

function isDot(size: string | undefined): boolean {
  return size !== undefined && /^\s*[01](px)?\s*$/.test(size)
}

function decodeCid(cid: string): string {
  try {
    return decodeURIComponent(cid)
  } catch {
    return cid
  }
}

function embed(url: string, embedded: Map<string, Embedded>): string | undefined {
  const [, mediaType = '', base64 = ''] =
    /^data:(image\/(?:png|jpe?g|gif|webp));base64,([\sA-Za-z0-9+/=%]+)$/i.exec(url) ?? []
  if (base64 === '' || embedded.size === MAX_EMBEDDED) return undefined
  const content = Buffer.from(base64, 'base64')
  const contentId = `${createHash('sha256').update(content).digest('hex').slice(0, 32)}@embedded.invalid`
  embedded.set(contentId, { contentId, mediaType: mediaType.toLowerCase().replace('jpg', 'jpeg'), content })
  return contentId
}
