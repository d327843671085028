/** "et" is "Estonian", "FI" is "Finland"; a code that nobody knows stays as it is. */
export function sayCode(type: 'region' | 'language', code: string): string {
  try {
    return new Intl.DisplayNames('en', { type }).of(code) ?? code
  } catch {
    return code
  }
}
