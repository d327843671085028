import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'

/**
 * A table that Postfix asks over a socket, so that it knows at once what a test has just added
 * (socketmap_table(5): netstrings `NAME KEY`, answered by `OK VALUE` or `NOTFOUND `).
 */
export async function serveSocketMap(socketFile: string, find: (table: string, key: string) => string | undefined) {
  const open = new Set<Socket>()
  const server = createServer((socket) => {
    open.add(socket)
    socket.on('close', () => open.delete(socket))
    socket.on('error', () => {})
    let unread = ''
    socket.on('data', (chunk) => {
      unread += chunk
      for (let request = /^(\d+):/.exec(unread); request; request = /^(\d+):/.exec(unread)) {
        const start = request[0].length
        const end = start + Number(request[1])
        if (unread.length <= end) return
        const [table = '', ...key] = unread.slice(start, end).split(' ')
        unread = unread.slice(end + 1)
        const found = find(table, key.join(' '))
        const answer = found === undefined ? 'NOTFOUND ' : `OK ${found}`
        socket.write(`${Buffer.byteLength(answer)}:${answer},`)
      }
    })
  })
  server.listen({ path: socketFile, readableAll: true, writableAll: true })
  await once(server, 'listening')
  return {
    close() {
      for (const socket of open) socket.destroy()
      server.close()
    },
  }
}
