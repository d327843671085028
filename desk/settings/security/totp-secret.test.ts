import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readableSecret } from './totp-secret.ts'

test('the secret is read in groups of four', () => {
  assert.equal(
    readableSecret('otpauth://totp/Infolett:ada?secret=JBSWY3DPEHPK3PXPJB&issuer=Infolett'),
    'JBSW Y3DP EHPK 3PXP JB',
  )
  assert.equal(readableSecret('nonsense'), '')
})
