import { DomUtils, parseDocument } from 'htmlparser2'
import { isAttribution, mayBeAttribution } from '../attributions.ts'
import { htmlText } from './text.ts'

export type FoldedHtml = {
  html: string
  /** What somebody wrote now, as HTML. */
  own: string
  /** What was folded away, as text. */
  foldedText: string | null
}

type Document = ReturnType<typeof parseDocument>
type Node = Document['children'][number]
type Element = ReturnType<typeof DomUtils.getElementsByTagName>[number]

/** A letter with more quotes than this is folded from the last ones only. */
const MAX_QUOTES = 40
const SERIALISING = { encodeEntities: 'utf8' } as const

/**
 * Puts the quotes and the signature of sanitised HTML into `<details class="quote">`. What stands between somebody's own
 * words stays open: it is what they answer.
 */
export function foldHtml(html: string): FoldedHtml {
  const document = parseDocument(html)
  const marked = untilRest(outermostMarks(document.children))
  const folded: Element[] = []
  for (const element of marked.slice(-MAX_QUOTES).reverse()) {
    const group = markOf(element) === 'rest' ? withRest(climb(element)) : withAttribution(element)
    const [first] = group
    const last = group.at(-1)
    if (!first || !last) continue
    if (markOf(element) === 'rest' || !hasOwnAfter(last) || isTopQuote(element, first, marked)) folded.push(fold(group))
  }
  unmark(document)
  const whole = DomUtils.getInnerHTML(document, SERIALISING)
  const texts = folded.reverse().map((details) => htmlText(DomUtils.getInnerHTML(details, SERIALISING)))
  for (const details of folded) DomUtils.removeElement(details)
  const foldedText = texts.filter((text) => text !== '').join('\n\n')
  return {
    html: whole,
    own: DomUtils.getInnerHTML(document, SERIALISING),
    foldedText: foldedText === '' ? null : foldedText,
  }
}

/** Folds what begins with these words and all after it, in HTML that does not mark its quotes. */
export function foldHtmlFrom(html: string, foldedText: string): string {
  const start = plainly(foldedText.split('\n').find((line) => /\p{L}{3}/u.test(line)) ?? '').slice(0, 40)
  const document = parseDocument(html)
  const found = start.length < 6 ? undefined : beginningWith(document.children, start)
  if (!found) return html
  const group = withRest(climb(found))
  if (group.some((node) => node === document.children[0])) return html
  fold(group)
  return DomUtils.getInnerHTML(document, SERIALISING)
}

/** The innermost element that begins with these words. */
function beginningWith(nodes: Node[], start: string): Element | undefined {
  for (const node of nodes) {
    if (!isTag(node)) continue
    const text = plainly(DomUtils.textContent(node))
    if (text.startsWith(start)) return beginningWith(node.children, start) ?? node
    if (text.includes(start)) return beginningWith(node.children, start)
  }
  return undefined
}

function plainly(text: string): string {
  return text.replace(/[^\p{L}\p{N}]+/gu, '').toLowerCase()
}

/** Sanitised HTML without the marks of its quotes, all of it open. */
export function unfoldHtml(html: string): string {
  const document = parseDocument(html)
  unmark(document)
  return DomUtils.getInnerHTML(document, SERIALISING)
}

function unmark({ children }: Document): void {
  for (const element of DomUtils.findAll((each) => 'data-quote' in each.attribs, children))
    delete element.attribs['data-quote']
}

function isTag(node: object | null): node is Element {
  return node !== null && 'attribs' in node
}

function markOf(element: Element): string | undefined {
  return element.attribs['data-quote']
}

/** Nothing after a line that ends somebody's own words needs a look. */
function untilRest(marked: Element[]): Element[] {
  const restAt = marked.findIndex((element) => markOf(element) === 'rest')
  return restAt === -1 ? marked : marked.slice(0, restAt + 1)
}

/** Quotes and signatures that are not inside another, in the order of the letter. */
function outermostMarks(nodes: Node[]): Element[] {
  return nodes.flatMap((node): Element[] => {
    if (!isTag(node)) return []
    const mark = markOf(node)
    if (mark === 'attribution') return []
    return mark && !holdsAnswers(node) ? [node] : outermostMarks(node.children)
  })
}

/** Some programs put the answers written between quotes into one box with them. */
function holdsAnswers(box: Element): boolean {
  if (box.name === 'blockquote' || markOf(box) !== 'cite') return false
  const quotes = DomUtils.getElementsByTagName('blockquote', box.children)
  return quotes.length > 0 && textOutside(box.children).some((text) => !isAttribution(text) && !mayBeAttribution(text))
}

function textOutside(nodes: Node[]): string[] {
  const own = nodes.filter((node) => !(isTag(node) && (node.name === 'blockquote' || markOf(node) === 'attribution')))
  const isPlain = own.every(
    (node) => !isTag(node) || DomUtils.getElementsByTagName('blockquote', node.children, true, 1).length === 0,
  )
  if (isPlain) {
    const text = own
      .map((node) => DomUtils.textContent(node))
      .join('')
      .trim()
    return text === '' ? [] : [text]
  }
  return own
    .flatMap((node) => (isTag(node) ? textOutside(node.children) : textOutside([node])))
    .filter((text) => text !== '')
}

/** The box that holds nothing else: what follows the box is quoted as well. */
function climb(element: Element): Element {
  let at: Element = element
  while (at.parent && isTag(at.parent) && isFirstIn(at.parent, at) && !markOf(at.parent)) at = at.parent
  return at
}

function isFirstIn(parent: Element, child: Element): boolean {
  for (const node of parent.children) {
    if (node === child) return true
    if (isOwn(node)) return false
  }
  return false
}

function withRest(element: Element): Node[] {
  const nodes: Node[] = [...above(element), element]
  for (let node = element.next; node; node = node.next) nodes.push(node)
  return nodes
}

function above(element: Element): Node[] {
  const before = DomUtils.prevElementSibling(element)
  return before?.name === 'hr' ? [before] : []
}

function withAttribution(element: Element): Node[] {
  if (markOf(element) === 'signature') return [element]
  const between: Node[] = []
  for (let node = element.prev; node && between.length < 6; node = node.prev) {
    between.unshift(node)
    const text = DomUtils.textContent(node).trim()
    const isMarked = isTag(node) && markOf(node) === 'attribution'
    if (isMarked || (text.length < 600 && (isAttribution(text) || mayBeAttribution(text)))) return [...between, element]
    if (text !== '') break
  }
  return [element]
}

function hasOwnAfter(node: Node): boolean {
  for (let at: Node | null = node; at; at = at.parent && isTag(at.parent) ? at.parent : null)
    for (let next = at.next; next; next = next.next) if (isOwn(next)) return true
  return false
}

function isOwn(node: Node): boolean {
  if (isTag(node)) {
    if (node.name === 'img') return true
    if (node.attribs.class === 'quote' || markOf(node) === 'signature') return false
    return node.children.some(isOwn)
  }
  return DomUtils.textContent(node).replace(/[\s\u200B\u00A0]/g, '') !== ''
}

/** A quote with nothing above it and the whole answer below. */
function isTopQuote(element: Element, first: Node, marked: Element[]): boolean {
  const quotes = marked.filter((each) => markOf(each) === 'cite')
  return quotes.length === 1 && quotes[0] === element && !hasOwnBefore(first)
}

function hasOwnBefore(node: Node): boolean {
  for (let at: Node | null = node; at; at = at.parent && isTag(at.parent) ? at.parent : null)
    for (let before = at.prev; before; before = before.prev) if (isOwn(before)) return true
  return false
}

function fold(nodes: Node[]): Element {
  const [details] = DomUtils.getElementsByTagName(
    'details',
    parseDocument('<details class="quote"><summary>…</summary></details>').children,
  )
  const [first] = nodes
  if (!details || !first) throw new Error('There is nothing to fold')
  DomUtils.prepend(first, details)
  for (const node of nodes) DomUtils.appendChild(details, node)
  return details
}
