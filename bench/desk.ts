import { openBrowser, openContext, recordTransfers, sumGzipped } from './browser.ts'
import { atMost, type Figure } from './figure.ts'
import { makeFolder, startServerProcess } from './server.ts'
import { setUpWorkspace } from './workspace.ts'

/** What an agent's browser must load before the inbox can be used. */
export async function* measureDesk(): AsyncGenerator<Figure> {
  await using folder = await makeFolder()
  const server = await startServerProcess({ INFOLETT_DATA: folder.path })
  const browser = await openBrowser()
  try {
    const { cookie } = await setUpWorkspace(server)
    const context = await openContext(browser)
    await context.addCookies(
      cookie.split('; ').map((pair) => {
        const [name = '', ...value] = pair.split('=')
        return { name, value: value.join('='), url: server.url }
      }),
    )
    const page = await context.newPage()
    const transfers = recordTransfers(page)
    await page.goto(`${server.url}/desk`)
    await page.waitForLoadState('networkidle')
    const files = transfers.filter((transfer) => ['script', 'stylesheet'].includes(transfer.request().resourceType()))
    yield atMost('desk.load.gzip_bytes', await sumGzipped(files), 'bytes', 256_000)
  } finally {
    await browser.close()
    await server.stop()
  }
}
