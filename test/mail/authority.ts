import { execFile } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'

/** A certificate, the key to it, and the authority that signed it and that nobody else trusts. */
export type Certificate = { certificateFile: string; keyFile: string; ca: string }

const run = promisify(execFile)
const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']

/** A private authority with one certificate for `localhost` and 127.0.0.1, as a company with servers of its own has. */
export async function makeCertificate(folder: string): Promise<Certificate> {
  const file = (name: string) => path.join(folder, name)
  const openssl = (args: string[]) => run('openssl', args, { cwd: folder })
  await writeFile(file('names'), 'subjectAltName=DNS:localhost,IP:127.0.0.1\n')
  await openssl([
    'req',
    '-x509',
    ...newKey,
    '-keyout',
    'ca.key',
    '-out',
    'ca.pem',
    '-days',
    '2',
    '-subj',
    '/CN=Test CA',
  ])
  await openssl(['req', ...newKey, '-keyout', 'key.pem', '-out', 'request.pem', '-subj', '/CN=localhost'])
  const signing = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-days', '2', '-extfile', 'names']
  await openssl(['x509', '-req', '-in', 'request.pem', '-out', 'cert.pem', ...signing])
  return { certificateFile: file('cert.pem'), keyFile: file('key.pem'), ca: await readFile(file('ca.pem'), 'utf8') }
}
