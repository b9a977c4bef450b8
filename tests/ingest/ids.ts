import { makeId } from '../../core/id.ts';

let made = 0;

/** An id of that time that no other one of this process is. */
export function idAt(at: number): string {
  const random = new Uint8Array(10);
  const view = new DataView(random.buffer);
  view.setUint32(6, ++made);
  view.setUint16(4, process.pid);
  return makeId(at, random);
}
