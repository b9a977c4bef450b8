import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstIdAt, idPattern, makeId, shortId, timeOf } from '../../core/id.ts';

const example = '017f22e2-79b0-7cc3-98c4-dc0c0c07398f';
const time = fc.integer({ min: 0, max: 2 ** 48 - 1 });
const random = fc.uint8Array({ minLength: 10, maxLength: 10 });

describe('an id', () => {
  it('is the example of RFC 9562, appendix A.6', () => {
    const bytes = Uint8Array.of(0x0c, 0xc3, 0x18, 0xc4, 0xdc, 0x0c, 0x0c, 0x07, 0x39, 0x8f);
    expect(makeId(0x017f22e279b0, bytes)).toBe(example);
    expect(timeOf(example)).toBe(Date.UTC(2022, 1, 22, 19, 22, 22));
  });

  it('keeps its version and variant whatever the six unused bits are', () => {
    const bytes = Uint8Array.of(0xfc, 0xc3, 0xd8, 0xc4, 0xdc, 0x0c, 0x0c, 0x07, 0x39, 0x8f);
    expect(makeId(0x017f22e279b0, bytes)).toBe(example);
  });

  it('is well formed and gives back the time it was made from', () => {
    fc.assert(
      fc.property(time, random, (at, bytes) => {
        const id = makeId(at, bytes);
        expect(id).toMatch(idPattern);
        expect(timeOf(id)).toBe(at);
      }),
    );
  });

  it('sorts by time, whatever its random part', () => {
    fc.assert(
      fc.property(time, time, random, random, (a, b, bytes, others) => {
        fc.pre(a !== b);
        expect(makeId(a, bytes) < makeId(b, others)).toBe(a < b);
      }),
    );
  });

  it('sorts at or after the first id of its own time, and before that of the next millisecond', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 48 - 2 }), random, (at, bytes) => {
        const id = makeId(at, bytes);
        expect(id >= firstIdAt(at)).toBe(true);
        expect(id < firstIdAt(at + 1)).toBe(true);
      }),
    );
  });

  it('is shown without its last 32 bits', () => {
    expect(shortId(example)).toBe('017f22e2-79b0-7cc3-98c4-dc0c');
  });
});
