import assert from 'node:assert/strict'
import { Parser } from 'htmlparser2'

const NEVER =
  /^(script|style|iframe|frame|object|embed|applet|form|input|button|select|textarea|svg|math|link|meta|base|title|template|noscript|video|audio|source|body|html|head|xmp|plaintext|marquee|portal)$/
const ATTRIBUTES =
  /^(href|rel|target|src|alt|data-remote-src|class|style|dir|lang|title|align|valign|bgcolor|width|height|colspan|rowspan|nowrap|scope|border|cellpadding|cellspacing|color|face|size|start|type|datetime|noshade)$/

/** Asserts that a browser shown this HTML runs nothing, sends nothing and loads nothing. */
export function assertHarmless(html: string): void {
  const parser = new Parser({
    onopentag(name, attributes) {
      assert.doesNotMatch(name, NEVER)
      for (const [attribute, value] of Object.entries(attributes)) assertAttribute(name, attribute, value)
    },
    oncomment: (comment) => assert.fail(`There is a comment: ${comment}`),
    onprocessinginstruction: (name) => assert.fail(`There is a declaration: ${name}`),
    oncdatastart: () => assert.fail('There is a CDATA section'),
  })
  parser.write(html)
  parser.end()
}

function assertAttribute(tag: string, name: string, value: string): void {
  assert.match(name, ATTRIBUTES, `<${tag} ${name}>`)
  if (name === 'href') assert.match(value, /^(https?:\/\/|mailto:|tel:)/i)
  if (name === 'src') assert.match(value, /^cid:/)
  if (name === 'class') assert.equal(value, 'quote')
  if (name === 'data-remote-src') assert.match(value, /^https?:\/\//i)
  if (name === 'style')
    assert.doesNotMatch(value, /url|expression|import|position|behavior|binding|javascript|\\|\/\*|<|@/i)
}
