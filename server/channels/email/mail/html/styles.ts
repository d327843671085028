/** What a letter may say about its looks: colours, fonts, tables and spaces, nothing that reaches outside it. */
const PROPERTIES = new Set([
  'color',
  'background-color',
  'background',
  'text-align',
  'text-decoration',
  'text-indent',
  'text-transform',
  'vertical-align',
  'line-height',
  'letter-spacing',
  'white-space',
  'width',
  'height',
  'max-width',
  'min-width',
  'max-height',
  'display',
  'direction',
  'list-style-type',
  'border-collapse',
  'border-spacing',
  'table-layout',
  'word-break',
  'word-wrap',
  'overflow-wrap',
  'float',
  'clear',
])
const FAMILIES = /^(font|margin|padding|border)(-[a-z]+){0,2}$/
const VALUE = /^[-#\w\s.,%!'"/\p{L}]*(?:(?:rgb|rgba|hsl|hsla)\([\d\s.,%/]*\)[-#\w\s.,%!]*)*$/iu
const DISPLAYS = /^(none|block|inline|inline-block|table|table-(cell|row|row-group))$/i

/** The declarations of a style attribute that may stay. Nothing with a backslash, a comment or a function can. */
export function filterStyle(style: string): string {
  const kept: string[] = []
  for (const declaration of style.slice(0, 4_096).split(';')) {
    const colon = declaration.indexOf(':')
    const property = declaration.slice(0, colon).trim().toLowerCase()
    const value = declaration.slice(colon + 1).trim()
    if (isAllowed(property, value)) kept.push(`${property}:${value}`)
  }
  return kept.join(';')
}

function isAllowed(property: string, value: string): boolean {
  if (!PROPERTIES.has(property) && !FAMILIES.test(property)) return false
  if (value === '' || value.length > 300 || !VALUE.test(value)) return false
  if (value.includes('/*') || /\b(url|expression|javascript|behaviou?r|binding)\b/i.test(value)) return false
  if (property === 'display') return DISPLAYS.test(value)
  // A letter may not write over what stands around it.
  return !property.startsWith('margin') || !value.includes('-')
}
