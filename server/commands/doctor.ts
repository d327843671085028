import { readSettings, type Settings } from '#platform/settings.ts'
import { openDatabase } from './database.ts'
import { examineClock, examineDatabase, examineFiles, examineJobs } from './doctor-database.ts'
import { examineDisk, examineFolder, examineSecret } from './doctor-folder.ts'

/** What was looked at and what was seen; where something is wrong, `says` also says what to do. */
export type Finding = { check: string; isWell: boolean; says: string }

/** Looks at everything that goes wrong in practice; exits with 1 when something is wrong. */
export async function printDiagnosis(args: string[]): Promise<void> {
  const findings = await diagnose(readSettings(process.env))
  if (args.includes('--json')) console.log(JSON.stringify(findings, undefined, 2))
  else for (const { check, isWell, says } of findings) console.log(`${isWell ? 'ok   ' : 'WRONG'} ${check}: ${says}`)
  if (findings.some(({ isWell }) => !isWell)) process.exitCode = 1
}

async function diagnose(settings: Settings): Promise<Finding[]> {
  const findings = [await examineFolder(settings), await examineDisk(settings), await examineSecret(settings)]
  try {
    await using database = await openDatabase(settings)
    const { pool } = database.connection
    const found = await examineDatabase(pool, database.from)
    findings.push(found)
    if (found.isWell)
      findings.push(await examineClock(pool), await examineJobs(pool), await examineFiles(pool, settings))
  } catch (error) {
    findings.push({ check: 'database', isWell: false, says: error instanceof Error ? error.message : String(error) })
  }
  return findings
}
