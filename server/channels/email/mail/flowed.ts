/** Joins the lines that format=flowed broke (RFC 3676), each depth of quotation for itself. */
export function unflow(text: string, deletesSpace: boolean): string {
  const paragraphs: string[] = []
  let open: { depth: number } | undefined
  for (const line of text.split('\n')) {
    const depth = /^>*/.exec(line)?.[0].length ?? 0
    const content = line.slice(depth).replace(/^ /, '')
    const isSignature = content === '-- '
    const soft = content.endsWith(' ') && !isSignature
    const kept = soft && deletesSpace ? content.slice(0, -1) : content
    if (open?.depth === depth && !isSignature) paragraphs.push((paragraphs.pop() ?? '') + kept)
    else paragraphs.push(depth > 0 ? `${'>'.repeat(depth)} ${kept}` : kept)
    open = soft ? { depth } : undefined
  }
  return paragraphs.join('\n')
}
