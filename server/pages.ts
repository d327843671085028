import { readdir, readFile } from 'node:fs/promises'
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

  await app.register(widgetFiles)
  await app.register(previewFiles)
}

/** A part of the chat window and the hash of its build. */
const PART = /^([A-Za-z]+)-[0-9a-f]+\.js$/

const partOf = (name: string): string | undefined => PART.exec(name)?.[1]

/**
 * `/widget.js` and the parts that it loads. A shop page that was open while the server was updated asks for parts of the build
 * before; it gets those of today.
 */
const widgetFiles: FastifyPluginAsync = async (app) => {
  const hidden = { schema: { hide: true } }
  const root = path.join(dist, 'widget')
  const files = new Set((await readdir(root)).filter((name) => name.endsWith('.js')))
  const today = new Map([...files].filter((name) => PART.test(name)).map((name) => [partOf(name), name]))
  await app.register(staticFiles, { root, serve: false, index: false, preCompressed: true, setHeaders: letAnyPageLoad })

  app.get('/widget.js', hidden, (_request, answer) => answer.sendFile('widget.js', { maxAge: '5m' }))
  app.get<{ Params: { name: string } }>('/widget/:name', hidden, ({ params: { name } }, answer) => {
    if (files.has(name)) return answer.sendFile(name, YEAR)
    const current = today.get(partOf(name))
    return current ? answer.sendFile(current, { maxAge: 0 }) : answer.callNotFound()
  })
}

/**
 * `/widget/preview/`: where the desk shows a chat window before its settings are saved. Only the desk may frame it, and
 * nothing goes out from it: what the window asks is answered on the page. In the desk's sandbox it has no origin.
 */
const previewFiles: FastifyPluginAsync = async (app) => {
  const hidden = { schema: { hide: true } }
  const root = path.join(dist, 'widget/preview')
  await app.register(staticFiles, { root, serve: false, index: false, preCompressed: true, setHeaders: letAnyPageLoad })
  const fresh = { maxAge: 0 }
  app.get('/widget/preview/', hidden, (_request, answer) =>
    answer
      .header('content-security-policy', PREVIEW_POLICY)
      // It asks for a process of the origin's own, which a page without an origin cannot have.
      .removeHeader('origin-agent-cluster')
      .sendFile('index.html', fresh),
  )
  for (const name of ['preview.js', 'preview.css'])
    app.get(`/widget/preview/${name}`, hidden, (_request, answer) => answer.sendFile(name, fresh))
}

const PREVIEW_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"

/** Shops load these from their own pages. */
function letAnyPageLoad(answer: FastifyReply): void {
  answer.headers({
    'access-control-allow-origin': '*',
    'cross-origin-resource-policy': 'cross-origin',
    'timing-allow-origin': '*',
  })
}
