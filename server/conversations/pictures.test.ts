import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mkdir, rm } from 'node:fs/promises'
import { test } from 'node:test'
import { openDesk } from '#test/desk.ts'
import { gif, png, webp } from '#test/pictures.ts'
import { THUMBNAIL } from './pictures.ts'

test('a picture that cannot be opened today is not taken from those who sent the same before', async (t) => {
  const { bo, cleo, files } = await openDesk(t)
  const picture = png({ width: 20, height: 10 })
  const { id } = await bo.uploads('lamp.png', picture)
  const thumbnail = files.pathOf(createHash('sha256').update(picture).digest(), THUMBNAIL)
  await rm(thumbnail)
  await mkdir(thumbnail)

  await assert.rejects(cleo.uploads('lamp.png', picture), /cannot be read/)

  assert.deepEqual((await bo.asks('GET', `/attachments/${id}`)).body, picture)
})

test('thirty bytes that claim to be a huge picture are not opened', async (t) => {
  const { bo } = await openDesk(t)
  const size = { width: 8_000, height: 8_000 }

  for (const [name, bytes] of [
    ['lamp.webp', webp(size)],
    ['lamp.png', png({ ...size, isInterlaced: true })],
  ] as const)
    await assert.rejects(bo.uploads(name, bytes), /image-not-readable/, name)
  assert.equal((await bo.uploads('lamp.gif', gif({ width: 1, height: 1 }))).mediaType, 'image/gif')
})
