/** One IndexedDB object store; opened for each act, because an open connection may keep a page out of the back/forward cache. */
export function openStore<Value>(database: string, keyPath: string) {
  const name = 'messages'

  function open() {
    return new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open(database, 1)
      request.onupgradeneeded = () => request.result.createObjectStore(name, { keyPath })
      request.onsuccess = () => resolve(request.result)
      request.onerror = request.onblocked = () => reject(request.error)
      // Some browsers never answer when storage is blocked.
      setTimeout(reject, 2_000)
    })
  }

  async function act<Result>(mode: IDBTransactionMode, ask: (store: IDBObjectStore) => IDBRequest<Result>) {
    const connection = await open()
    try {
      return await new Promise<Result>((resolve, reject) => {
        const transaction = connection.transaction(name, mode)
        const request = ask(transaction.objectStore(name))
        transaction.oncomplete = () => resolve(request.result)
        transaction.onerror = transaction.onabort = () => reject(transaction.error)
      })
    } finally {
      connection.close()
    }
  }

  return {
    list: (): Promise<Value[]> => act('readonly', (store) => store.getAll()),
    put: (value: Value) => act('readwrite', (store) => store.put(value)),
    remove: (key: string) => act('readwrite', (store) => store.delete(key)),
    clear: () => act('readwrite', (store) => store.clear()),
  }
}
