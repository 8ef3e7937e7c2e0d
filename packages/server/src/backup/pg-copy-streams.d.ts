// The package has no types of its own.
declare module 'pg-copy-streams' {
  import type { Submittable } from 'pg';
  import type { Readable, Writable } from 'node:stream';
  /** Rows that went through, known at the end. */
  interface Counting {
    rowCount: number;
  }
  export function from(text: string): Writable & Submittable & Counting;
  export function to(text: string): Readable & Submittable & Counting;
}
