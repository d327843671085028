/** A size as people say it: "812 B", "14 kB", "2.3 MB". */
export function sayBytes(bytes: number): string {
  const step = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), 3)
  const value = bytes / 1_000 ** step
  return `${value.toFixed(step > 1 && value < 10 ? 1 : 0)} ${['B', 'kB', 'MB', 'GB'][step]}`
}
