const CONTROL = /[\p{Cc}\u2028\u2029]/u
const CONTROL_BUT_WHITESPACE = /[^\P{Cc}\t\n\r]/u
/** No two dots in a row, none at an end; labels of a domain are letters, digits and inner hyphens of any script. */
const MAIL_ADDRESS =
  /^(?=[^@]{1,64}@)[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+(?:\.[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+)*@(?:[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}-]{0,61}[\p{L}\p{M}\p{N}])?\.)+[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}-]{0,61}[\p{L}\p{M}\p{N}])$/u
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** In lower case; of a domain, without the @ that some put before it. */
export const bareSender = (value: string): string => value.trim().toLowerCase().replace(/^@/, '')

/** String formats of ours, for every validator that checks our schemas. */
export const formats = {
  /** In lower case, as RFC 9562 §4 has them written, so that one id is one string. */
  uuid: (value: string) => UUID.test(value),
  /** One line: well-formed Unicode, no control characters, not only spaces. */
  line: (value: string) => value.isWellFormed() && !CONTROL.test(value) && value.trim() !== '',
  /** A mail address in lower case, its domain in Unicode form (RFC 6531), without quotes or comments. */
  'mail-address': (value: string) => MAIL_ADDRESS.test(value) && value === value.toLowerCase() && value.isWellFormed(),
  /** A mail address or a domain, as people write them. */
  'mail-sender': (value: string) => {
    const sender = bareSender(value)
    return formats['mail-address'](sender.includes('@') ? sender : `x@${sender}`)
  },
  /** Lines: well-formed Unicode, no control characters but tab, line feed and carriage return. */
  text: (value: string) => value.isWellFormed() && !CONTROL_BUT_WHITESPACE.test(value),
}
