import assert from 'node:assert/strict'
import { test } from 'node:test'
import { safeFileName } from './file-name.ts'

const names: [given: string, safe: string][] = [
  ['receipt.pdf', 'receipt.pdf'],
  ['Ostutšekk nr 5 (koopia).pdf', 'Ostutšekk nr 5 (koopia).pdf'],
  ['Фото заказа.jpg', 'Фото заказа.jpg'],
  ['写真 📷.png', '写真 📷.png'],
  ['../../etc/passwd', 'passwd'],
  ['..\\..\\Windows\\win.ini', 'win.ini'],
  ['/', 'file'],
  ['..', 'file'],
  ['', 'file'],
  ['.htaccess', 'htaccess'],
  ['  spaced \t out .txt ', 'spaced out .txt'],
  ['report.pdf. . .', 'report.pdf'],
  ['a\r\nContent-Type: evil.txt', 'aContent-Type evil.txt'],
  ['photo\u202Egpj.exe', 'photogpj.exe'],
  ['\u200Bzero\uFEFFwidth\u2066.txt', 'zerowidth.txt'],
  ['nul\u0000byte.txt', 'nulbyte.txt'],
  ['half \ud800 pair.txt', 'half \ufffd pair.txt'],
  ['what?*<is>|"this":.txt', 'whatisthis.txt'],
  ['con', 'file-con'],
  ['CON.txt', 'file-CON.txt'],
  ['lpt1.png', 'file-lpt1.png'],
  ['console.txt', 'console.txt'],
  ['e\u0301te.txt', '\u00e9te.txt'],
]

test('a file keeps the name its owner gave it, as far as that is safe anywhere', () => {
  for (const [given, safe] of names) assert.equal(safeFileName(given), safe)
})

test('a very long name is shortened and keeps its ending', () => {
  for (const letter of ['x', 'õ', '写', '👍']) {
    const name = safeFileName(`${letter.repeat(500)}.jpeg`)
    assert.ok(Buffer.byteLength(name) <= 200, letter)
    assert.ok(Buffer.byteLength(name) > 190, letter)
    assert.ok(name.endsWith(`${letter}.jpeg`) && name.isWellFormed(), letter)
  }
})

test('what was made safe stays as it is', () => {
  for (const [, safe] of names) assert.equal(safeFileName(safe), safe)
})
