import { readFile } from 'node:fs/promises'
import path from 'node:path'
import staticFiles from '@fastify/static'
import type { FastifyPluginAsync, FastifyReply } from 'fastify'

const dist = path.join(import.meta.dirname, '../dist')
const YEAR = { maxAge: '365d', immutable: true }

/** The desk at /desk, the chat window's scripts for any page, and the way there from /. */
export const pageRoutes: FastifyPluginAsync<{ hasDemo: boolean }> = async (app, { hasDemo }) => {
  const hidden = { schema: { hide: true } }
  app.get('/', hidden, (_request, answer) => answer.redirect(hasDemo ? '/demo' : '/desk'))

  const files = { decorateReply: false, index: false, preCompressed: true } as const
  const deskFolder = path.join(dist, 'desk')
  const index = await readFile(path.join(deskFolder, 'index.html'))
  await app.register(staticFiles, { ...files, ...YEAR, root: path.join(deskFolder, 'assets'), prefix: '/desk/assets/' })
  await app.register(staticFiles, {
    ...files,
    root: deskFolder,
    prefix: '/desk/',
    wildcard: false,
    globIgnore: ['assets/**', 'index.html*'],
  })
  for (const url of ['/desk', '/desk/*']) {
    app.get(url, hidden, (_request, answer) =>
      answer.type('text/html; charset=utf-8').header('cache-control', 'no-cache').send(index),
    )
  }

  const root = path.join(dist, 'widget')
  await app.register(staticFiles, { ...files, ...YEAR, root, prefix: '/widget/', setHeaders: letAnyPageLoad })
  await app.register(async (scope) => {
    await scope.register(staticFiles, {
      ...files,
      decorateReply: true,
      serve: false,
      root,
      maxAge: '5m',
      setHeaders: letAnyPageLoad,
    })
    scope.get('/widget.js', hidden, (_request, answer) => answer.sendFile('widget.js'))
  })
}

/** Shops load these from their own pages. */
function letAnyPageLoad(answer: FastifyReply): void {
  answer.headers({
    'access-control-allow-origin': '*',
    'cross-origin-resource-policy': 'cross-origin',
    'timing-allow-origin': '*',
  })
}
