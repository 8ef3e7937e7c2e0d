/** What the sRGB colours of a paper mean (IEC 61966-2-1), as the smallest profile of ICC.1:2001 that says it. */
export function srgbProfile(): Uint8Array {
  const tags: [string, Buffer][] = [
    ['desc', description('sRGB')],
    ['cprt', Buffer.concat([ascii('text'), zeros(4), ascii('CC0\0')])],
    ['wtpt', xyz(0.9642, 1, 0.8249)],
    ['rXYZ', xyz(0.4361, 0.2225, 0.0139)],
    ['gXYZ', xyz(0.3851, 0.7169, 0.0971)],
    ['bXYZ', xyz(0.1431, 0.0606, 0.7139)],
    ['rTRC', gamma(2.2)],
    ['gTRC', gamma(2.2)],
    ['bTRC', gamma(2.2)],
  ];
  const table = Buffer.alloc(4 + tags.length * 12);
  table.writeUInt32BE(tags.length);
  const parts: Buffer[] = [];
  let offset = 128 + table.length;
  tags.forEach(([name, data], index) => {
    const at = 4 + index * 12;
    table.write(name, at, 'latin1');
    table.writeUInt32BE(offset, at + 4);
    table.writeUInt32BE(data.length, at + 8);
    const padded = Buffer.concat([data, zeros((4 - (data.length % 4)) % 4)]);
    parts.push(padded);
    offset += padded.length;
  });
  return Buffer.concat([header(offset), table, ...parts]);
}

function header(size: number): Buffer {
  const bytes = zeros(128);
  bytes.writeUInt32BE(size, 0);
  bytes.writeUInt32BE(0x02100000, 8); // version 2.1
  bytes.write('mntrRGB XYZ ', 12, 'latin1');
  bytes.writeUInt16BE(2001, 24);
  bytes.writeUInt16BE(1, 26);
  bytes.writeUInt16BE(1, 28);
  bytes.write('acsp', 36, 'latin1');
  xyz(0.9642, 1, 0.8249).copy(bytes, 68, 8); // white of the connection space, D50
  return bytes;
}

function xyz(...values: number[]): Buffer {
  return Buffer.concat([ascii('XYZ '), zeros(4), ...values.map(fixed)]);
}

/** s15Fixed16 */
function fixed(value: number): Buffer {
  const bytes = zeros(4);
  bytes.writeInt32BE(Math.round(value * 65_536));
  return bytes;
}

function gamma(value: number): Buffer {
  const bytes = zeros(6);
  bytes.writeUInt32BE(1);
  bytes.writeUInt16BE(Math.round(value * 256), 4);
  return Buffer.concat([ascii('curv'), zeros(4), bytes]);
}

function description(text: string): Buffer {
  const length = zeros(4);
  length.writeUInt32BE(text.length + 1);
  // Without a Unicode and a Macintosh description.
  return Buffer.concat([ascii('desc'), zeros(4), length, ascii(`${text}\0`), zeros(4 + 4 + 2 + 1 + 67)]);
}

const ascii = (text: string): Buffer => Buffer.from(text, 'latin1');
const zeros = (length: number): Buffer => Buffer.alloc(length);
