/** A few values in the browser's own database, for what a page needs without a network. */
export interface Store {
  read<T>(key: string): Promise<T | undefined>;
  write(key: string, value: unknown): Promise<void>;
  remove(key: string): Promise<void>;
}

const table = 'kept';

export function createStore(name: string): Store {
  return {
    read: <T>(key: string) => inTable<T | undefined>(name, 'readonly', (kept) => kept.get(key)),
    write: async (key, value) => {
      await inTable(name, 'readwrite', (kept) => kept.put(value, key));
    },
    remove: async (key) => {
      await inTable(name, 'readwrite', (kept) => kept.delete(key));
    },
  };
}

async function inTable<T>(
  name: string,
  mode: IDBTransactionMode,
  work: (kept: IDBObjectStore) => IDBRequest,
): Promise<T> {
  const database = await open(name);
  try {
    const transaction = database.transaction(table, mode);
    const request = work(transaction.objectStore(table));
    await new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error ?? new Error('the database took nothing'));
    });
    return request.result as T;
  } finally {
    database.close();
  }
}

function open(name: string): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(table);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('no database'));
  });
}
