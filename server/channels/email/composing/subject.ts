/**
 * How mail programs mark an answer: English and most others, Finnish and Estonian, Scandinavian, German, Dutch,
 * Latvian, Lithuanian, Russian, Polish, Italian, Portuguese, Hungarian, Turkish, Greek, Chinese, Hebrew.
 * What marks forwarded mail stays.
 */
const ANSWER =
  /^\s*(?:re|vs|sv|aw|antw|antwort|atb|atbilde|ats|atsakymas|отв|ответ|odp|rif|res|vá|ynt|απ|σχετ|回复|回覆|答复|השב)\.?(?:\s*[[(^]?\d{1,4}[\])]?)?\s*[:：]/iu

/** The subject of an answer: one `Re:`, whatever marks others have put before. */
export const answerSubject = (subject: string): string => `Re: ${bareSubject(subject)}`

/** The subject without marks of answering. */
export function bareSubject(subject: string): string {
  let bare = oneLine(subject)
  for (let mark = ANSWER.exec(bare); mark; mark = ANSWER.exec(bare)) bare = bare.slice(mark[0].length)
  return bare.trim()
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not get into a header.
export const oneLine = (text: string): string => text.replace(/[\s\u0000-\u001f\u007f]+/gu, ' ').trim()
