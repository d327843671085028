/** A divider has at most 74 characters; a longer line is none. */
const MAX_LINE_LENGTH = 1_024

/** The first line that divides parts: it begins with two dashes, and a part's head follows. */
export function findBoundary(start: Buffer): string | undefined {
  const found = /(?:^|\n)--([^\r\n]{1,200}?)[ \t]*\r?\n(?:content-|mime-)[a-z-]+[ \t]*:/i.exec(
    start.toString('latin1'),
  )?.[1]
  return found && !found.endsWith('--') ? found : undefined
}

/** Takes spaces off the ends of dividers: RFC 2046 §5.1.1 allows them, the splitter does not. */
export async function* mendBoundaryLines(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let pending = ''
  for await (const chunk of chunks) {
    const text = pending + chunk.toString('latin1')
    const lineAt = text.lastIndexOf('\n') + 1
    const end = text.length - lineAt > MAX_LINE_LENGTH ? text.length : lineAt
    pending = text.slice(end)
    yield mend(text.slice(0, end))
  }
  yield mend(pending)
}

function mend(lines: string): Buffer {
  return Buffer.from(lines.replace(/^(--[^\s][^\r\n]{0,200}?)[ \t]{1,20}(?=\r?$)/gm, '$1'), 'latin1')
}
