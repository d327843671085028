import { openFiles } from '#platform/files.ts'
import type { Mail } from './mail.ts'
import { readMail } from './reading.ts'

export type ParsingTask = { path: string; filesFolder: string }
/** A disk that fails is no fault of the mail; what an error carries beside its words does not come out of a thread. */
export type ParsingOutcome = { mail: Mail } | { fault: { code: string; message: string } }

export default async function parse({ path, filesFolder }: ParsingTask): Promise<ParsingOutcome> {
  try {
    return { mail: await readMail(path, openFiles(filesFolder)) }
  } catch (error) {
    if (error instanceof Error && 'syscall' in error && 'code' in error)
      return { fault: { code: String(error.code), message: error.message } }
    throw error
  }
}
