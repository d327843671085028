/**
 * What mail servers mean by their status codes (RFC 3463 §3, with those that RFC 7372, 7504 and 7505 added), for people who
 * do not run mail servers. Without the first digit, which only says for how long.
 */
const meanings: Record<string, string> = {
  '1.1': 'This address does not exist.',
  '1.2': 'The part of the address behind the @ does not exist.',
  '1.3': 'The address is not written correctly.',
  '1.4': 'The address could mean several people.',
  '1.6': 'This address is no longer used.',
  '1.7': 'Their mail server does not accept the address that we send from.',
  '1.8': 'Their mail server does not accept the address that we send from.',
  '1.10': 'Nobody can be written to at this domain.',
  '2.0': 'Something is wrong with this mailbox.',
  '2.1': 'This mailbox is switched off.',
  '2.2': 'This mailbox is full.',
  '2.3': 'The mail is too large for this mailbox.',
  '2.4': 'The mailing list behind this address does not work.',
  '3.0': 'Something is wrong with their mail server.',
  '3.1': 'Their mail server is full.',
  '3.2': 'Their mail server takes no mail at the moment.',
  '3.3': 'Their mail server cannot do what this mail needs.',
  '3.4': 'The mail is too large for their mail server.',
  '3.5': 'Their mail server is set up wrongly.',
  '4.0': 'Their mail server cannot be reached.',
  '4.1': 'Their mail server does not answer.',
  '4.2': 'The connection to their mail server breaks off.',
  '4.3': 'The part of the address behind the @ could not be looked up.',
  '4.4': 'No mail server is known for the part of the address behind the @.',
  '4.5': 'The mail servers on the way are too busy.',
  '4.6': 'The mail went round in circles: their forwarding leads back to itself.',
  '4.7': 'Their mail server could not be reached for so long that the mail was given up.',
  '5.0': 'The mail servers did not understand each other.',
  '5.1': 'The mail servers did not understand each other.',
  '5.2': 'The mail servers did not understand each other.',
  '5.3': 'There are too many recipients.',
  '5.4': 'The mail servers did not understand each other.',
  '6.0': 'Their mail server cannot read this mail.',
  '6.1': 'Their mail server does not take this kind of file.',
  '6.7': 'Their mail server cannot handle the letters in this address.',
  '6.9': 'Their mail server cannot handle the letters in this address.',
  '7.0': 'Their mail server refuses this mail by its own rules.',
  '7.1': 'Their mail server does not want this mail, or takes it for spam.',
  '7.2': 'Only members may write to this mailing list.',
  '7.8': 'The mail server did not accept our sign-in.',
  '7.13': 'This mailbox is switched off.',
  '7.20': 'Our mail carries no valid signature (DKIM). Whoever runs your domain can set that up.',
  '7.21': 'Our mail carries no valid signature (DKIM). Whoever runs your domain can set that up.',
  '7.22': 'Our mail is not signed by your domain (DKIM). Whoever runs your domain can set that up.',
  '7.23': 'Your domain does not allow this server to send its mail (SPF). Whoever runs your domain can allow it.',
  '7.24': 'Your domain’s list of servers that may send its mail (SPF) cannot be read.',
  '7.25': 'The address of the sending server has no name. Whoever runs that server can give it one.',
  '7.26':
    'Nothing proves that our mail is from your domain (SPF, DKIM, DMARC). Whoever runs your domain can set that up.',
  '7.27': 'Nobody can be written to at the address that we send from.',
}

const aboutSubject: Record<string, string> = {
  '1': 'Something is wrong with this address.',
  '2': 'Something is wrong with this mailbox.',
  '3': 'Something is wrong with their mail server.',
  '4': 'Their mail server cannot be reached.',
  '5': 'The mail servers did not understand each other.',
  '6': 'Their mail server cannot read this mail.',
  '7': 'Their mail server refuses this mail by its own rules.',
}

/** `status`: such as `5.1.1`; undefined when it says no more than that it went wrong. */
export function explainStatus(status: string | null): string | undefined {
  const [, subject, detail] = /^[245]\.(\d{1,3})\.(\d{1,3})$/.exec(status ?? '') ?? []
  return subject === undefined ? undefined : (meanings[`${subject}.${detail}`] ?? aboutSubject[subject])
}

/** Such as `550 5.1.1 No such user`. */
export const findStatus = (reply: string): string | null =>
  /(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])/.exec(reply)?.[1] ?? null

const LONGEST_WORDS = 300

/** What a mail server said, in plain words first and then in its own. */
export function explainReply(reply: string, status: string | null = findStatus(reply)): string {
  const own = toLine(reply)
  const plain = explainStatus(status) ?? 'The mail was refused.'
  return own === '' ? plain : `${plain} The mail server said: ${own}`
}

/** Several lines of a reply each begin with the same code (RFC 5321 §4.2.1). */
function toLine(reply: string): string {
  const line = reply
    .replace(/\r?\n\d{3}[ -](?:\d\.\d{1,3}\.\d{1,3} )?/gu, ' ')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be shown.
    .replace(/[\s\u0000-\u001f\u007f]+/gu, ' ')
    .trim()
  return line.length > LONGEST_WORDS ? `${line.slice(0, LONGEST_WORDS - 1).toWellFormed()}…` : line
}
