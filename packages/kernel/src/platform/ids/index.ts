import { randomFillSync } from 'node:crypto';

const pool = new Uint8Array(1024);
let used = pool.length;
let lastMs = 0;
let sequence = 0;

/** A UUIDv7 (RFC 9562 §5.7); ids of one process grow strictly, so they sort by creation. */
export function newId(now: number = Date.now()): string {
  if (used + 10 > pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const random = pool.subarray(used, used + 10);
  used += 10;
  if (now > lastMs) {
    lastMs = now;
    sequence = ((random[0] ?? 0) << 3) | ((random[1] ?? 0) & 7);
  } else {
    sequence += 1;
    if (sequence > 0xfff) {
      lastMs += 1;
      sequence = 0;
    }
  }
  const time = lastMs.toString(16).padStart(12, '0');
  const high = (0x7000 | sequence).toString(16);
  const variant = (0x80 | ((random[2] ?? 0) & 0x3f)).toString(16);
  const rest = Buffer.from(random.subarray(3, 10)).toString('hex');
  return `${time.slice(0, 8)}-${time.slice(8)}-${high}-${variant}${rest.slice(0, 2)}-${rest.slice(2)}`;
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export function isId(value: string): boolean {
  return uuid.test(value);
}
