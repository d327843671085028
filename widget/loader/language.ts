/** The script tag decides, then the page, then the browser. */
export function chooseLanguage(texts: Record<string, unknown>, wanted?: string): string {
  const languages = [wanted, document.documentElement.lang, ...navigator.languages]
  return languages.map((tag) => tag?.slice(0, 2).toLowerCase()).find((tag) => tag && tag in texts) ?? 'en'
}
