// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not get into a header.
export const oneLine = (text: string): string => text.replace(/[\s\u0000-\u001f\u007f]+/gu, ' ').trim()
