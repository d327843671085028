import { once } from 'node:events'
import { createServer } from 'node:net'
import type { Settings } from '#platform/settings.ts'

type Place = Pick<Settings, 'host' | 'port'>
type Server = { listen(place: Place): Promise<string>; addresses(): { port: number }[] }

/** Asked before the longer half of the start, so that nobody waits for it in vain. @throws Error saying what to do */
export async function refuseTakenPort(place: Place): Promise<void> {
  const probe = createServer()
  await once(probe.listen({ host: place.host, port: place.port }), 'listening').catch(explain(place))
  probe.close()
  await once(probe, 'close')
}

/** Listens and returns the port, which for 0 is any free one. @throws Error saying what to do */
export async function listen(server: Server, { host, port }: Place): Promise<number> {
  await server.listen({ host, port }).catch(explain({ host, port }))
  return server.addresses()[0]?.port ?? port
}

const explain =
  ({ host, port }: Place) =>
  (cause: NodeJS.ErrnoException): never => {
    if (cause.code === 'EADDRINUSE')
      throw new Error(`Port ${port} is taken by another program: stop it, or set INFOLETT_PORT to another port.`, {
        cause,
      })
    if (cause.code === 'EACCES')
      throw new Error(`Port ${port} needs more rights than we have: set INFOLETT_PORT to one above 1023.`, { cause })
    if (cause.code === 'EADDRNOTAVAIL' || cause.code === 'ENOTFOUND')
      throw new Error(`This machine has no address ${host}: set INFOLETT_HOST to one it has, such as 127.0.0.1.`, {
        cause,
      })
    throw cause
  }
