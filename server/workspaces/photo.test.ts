import assert from 'node:assert/strict'
import { test } from 'node:test'
import sharp from 'sharp'
import { MemberBody } from '#protocol/members.ts'
import { expectBody, expectProblem } from '#test/answers.ts'
import { openDesk } from '#test/desk.ts'

const picture = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#aa3300' } })

const withPlace = () =>
  picture(400, 300)
    .withExif({ IFD0: { Copyright: 'Ada at home' } })
    .jpeg()
    .toBuffer()

test('a customer sees the photo of who answers, small, square and with nothing else that came with it', async (t) => {
  const { ada, cleo, url } = await openDesk(t)
  const question = await cleo.writes('Who is there?')
  const before = await ada.replies(question, 'Me.')
  assert.equal(before.author.photoUrl, undefined)

  const path = `/members/${ada.agent.id}/photo`
  const { photoUrl } = expectBody(await ada.asks('POST', path, await withPlace()), MemberBody)

  const [, answer] = (await cleo.opensThread(question)).messages
  assert.equal(answer?.author.photoUrl, photoUrl)
  const photo = await fetch(`${url}${photoUrl}`)
  assert.deepEqual(
    ['content-type', 'cache-control', 'cross-origin-resource-policy'].map((name) => photo.headers.get(name)),
    ['image/webp', 'public, max-age=31536000, immutable', 'cross-origin'],
  )
  const bytes = Buffer.from(await photo.arrayBuffer())
  const { width, height, exif } = await sharp(bytes).metadata()
  assert.deepEqual([width, height, exif], [96, 96, undefined])

  const { photoUrl: gone } = expectBody(await ada.asks('DELETE', path), MemberBody)
  assert.equal(gone, null)
  assert.equal((await fetch(`${url}${photoUrl}`)).status, 404)
})

test('what is no photo is refused, however it calls itself', async (t) => {
  const { ada, bo } = await openDesk(t)
  const path = `/members/${ada.agent.id}/photo`
  const svg = Buffer.from(
    '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script></svg>',
  )
  const cut = (await withPlace()).subarray(0, 700)
  const claimsToBeHuge = await picture(1, 1).png().toBuffer()
  claimsToBeHuge.writeUInt32BE(60_000, 16)
  claimsToBeHuge.writeUInt32BE(60_000, 20)
  for (const bytes of [Buffer.from('hello'), Buffer.alloc(0), svg, cut, claimsToBeHuge])
    expectProblem(await ada.asks('POST', path, bytes), 415, 'photo-not-readable')
  expectProblem(await bo.asks('POST', path, await withPlace()), 403, 'not-allowed')
  expectProblem(await bo.asks('DELETE', path), 403, 'not-allowed')
})
