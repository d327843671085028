/** How mail programs mark answers and forwarded mail in the languages around us. */
const MARK =
  /^\s*(?:re|vs|sv|aw|antw|antwort|atb|atbilde|ats|atsakymas|отв|ответ|odp|rif|res|vá|ynt|απ|σχετ|回复|回覆|答复|השב|fwd?|edasi|vl|vb|wg|tr|pārs|pers|пер|пересл|pd|enc|rv)\.?(?:\s*[[(^]?\d{1,4}[\])]?)?\s*[:：]/iu

/** A subject without what mail programs put before it. */
export function bareSubject(subject: string): string {
  let bare = subject.trim()
  for (let mark = MARK.exec(bare); mark; mark = MARK.exec(bare)) bare = bare.slice(mark[0].length)
  return bare.replace(/\s+/g, ' ').trim()
}

/** Whether a letter is about something else than what its conversation is called; one without a subject is not. */
export function isOtherSubject(subject: string | null, conversationSubject: string | null): boolean {
  if (!subject || !conversationSubject) return false
  const bare = bareSubject(subject).toLowerCase()
  return bare !== '' && bare !== bareSubject(conversationSubject).toLowerCase()
}

export const answerSubject = (subject: string | null): string => (subject ? `Re: ${bareSubject(subject)}` : '')
