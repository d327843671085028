import type pg from 'pg'

/**
 * The pool as graphile-worker may have it. Stopped in the moment when the connection it listens on is lost, version 0.17
 * gives that connection back twice, and the second time would end the server.
 */
export function givingBackOnce(pool: pg.Pool): pg.Pool {
  const connect = (callback?: Parameters<pg.Pool['connect']>[0]) =>
    callback ? pool.connect((error, client, giveBack) => callback(error, client, once(giveBack))) : pool.connect()
  return new Proxy(pool, {
    get(target, name) {
      if (name === 'connect') return connect
      const value: unknown = Reflect.get(target, name)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}

function once(giveBack: (release?: boolean | Error) => void): (release?: boolean | Error) => void {
  let isBack = false
  return (release) => {
    if (!isBack) giveBack(release)
    isBack = true
  }
}
