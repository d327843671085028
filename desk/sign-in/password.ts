const MIN_LENGTH = 10
const MAX_LENGTH = 128

export const PASSWORD_HINT = `At least ${MIN_LENGTH} characters. A few words in a row are easy to remember.`

/** A sentence when the server would refuse this password, else null. */
export function checkPassword(password: string): string | null {
  if (password.length < MIN_LENGTH)
    return `${MIN_LENGTH - password.length} more to go: at least ${MIN_LENGTH} characters.`
  if (password.length > MAX_LENGTH) return `At most ${MAX_LENGTH} characters.`
  return null
}
