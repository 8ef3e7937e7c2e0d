/** A file of an archive. */
export interface TarEntry {
  name: string;
  content: Buffer;
}

const block = 512;

/** An archive as every `tar` reads it (POSIX ustar): names below 100 bytes, files below 8 GB. */
export async function* packTar(entries: AsyncIterable<TarEntry>): AsyncGenerator<Buffer> {
  for await (const { name, content } of entries) {
    yield headerOf(name, content.length);
    yield content;
    yield Buffer.alloc(padding(content.length));
  }
  yield Buffer.alloc(2 * block);
}

/** Reads what `packTar` wrote; answers false where the archive ends too early. */
export async function unpackTar(
  source: AsyncIterable<Buffer>,
  take: (entry: TarEntry) => Promise<void>,
): Promise<boolean> {
  const read = exactly(source);
  for (;;) {
    const header = await read(block);
    if (!header) return false;
    if (header[0] === 0) break;
    const name = textOf(header, 0, 100);
    const size = Number.parseInt(textOf(header, 124, 12), 8);
    const content = await read(size);
    if (!content || !(await read(padding(size)))) return false;
    await take({ name, content });
  }
  // To its end, so that what stands before it is read and checked as well.
  while (await read(block));
  return true;
}

function headerOf(name: string, size: number): Buffer {
  const header = Buffer.alloc(block);
  header.write(name, 0, 100);
  header.write('0000600\0', 100);
  header.write('0000000\0', 108);
  header.write('0000000\0', 116);
  header.write(`${size.toString(8).padStart(11, '0')}\0`, 124);
  header.write('00000000000\0', 136);
  header.write('        ', 148);
  header.write('0', 156);
  header.write('ustar\x0000', 257);
  // The sum is taken with spaces where it will stand.
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return header;
}

function padding(size: number): number {
  return (block - (size % block)) % block;
}

function textOf(header: Buffer, start: number, length: number): string {
  const text = header.toString('utf8', start, start + length);
  const end = text.indexOf('\0');
  return end < 0 ? text : text.slice(0, end);
}

/** Reads so many bytes at a time; undefined where the source ends first. */
function exactly(source: AsyncIterable<Buffer>): (size: number) => Promise<Buffer | undefined> {
  const from = source[Symbol.asyncIterator]();
  let waiting: Buffer[] = [];
  let length = 0;
  return async (size) => {
    while (length < size) {
      const next = await from.next();
      if (next.done === true) return undefined;
      waiting.push(next.value);
      length += next.value.length;
    }
    const all = waiting.length === 1 && waiting[0] ? waiting[0] : Buffer.concat(waiting, length);
    waiting = [all.subarray(size)];
    length -= size;
    return all.subarray(0, size);
  };
}
