const CONTROL = /[\u0000-\u001f\u007f\u0085\u2028\u2029]/
const NUL_OR_CONTROL_BUT_WHITESPACE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** String formats of ours, for every validator that checks our schemas. */
export const formats = {
  uuid: (value: string) => UUID.test(value),
  /** One line: well-formed Unicode, no control characters, not only spaces. */
  line: (value: string) => value.isWellFormed() && !CONTROL.test(value) && value.trim() !== '',
  /** Lines: well-formed Unicode, no control characters but tab, line feed and carriage return. */
  text: (value: string) => value.isWellFormed() && !NUL_OR_CONTROL_BUT_WHITESPACE.test(value),
}
