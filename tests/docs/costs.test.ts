import { describe, expect, it } from 'vitest';
import { billOf, type MeasuredRows, needOf, responsesADay } from '../bench/costs.ts';

const one = { written: 1, read: 2 };
const none = { written: 0, read: 0 };
const rows: MeasuredRows = { response: one, view: one, dismissal: one, fold: none, comment: none };

describe('what one response needs at a response rate of 10 %', () => {
  it('is ten views, four dismissals and a quarter of a comment besides itself, and the script for each view', () => {
    expect(needOf(rows, 'script')).toEqual({
      rowsWritten: 1 + 10 + 4 + 0.25,
      rowsRead: 2 + 20 + 8 + 0.25,
      requests: 1 + 10 + 4 + 0.25 + 10,
      posts: 15.25,
    });
  });

  it('is no request for a script that is a file', () => {
    expect(needOf(rows, 'static').requests).toBe(15.25);
  });

  it('costs rows and requests, and objects only where posts go through them', () => {
    expect(billOf(rows, 'direct')).toEqual({
      rowsWritten: 15.25,
      rowsRead: 0.03,
      requests: 7.575,
      objects: 0,
      all: 22.855,
    });
    expect(billOf(rows, 'grouped').objects).toBe(3.508);
  });

  it('is what the Free plan has, until the first of its limits', () => {
    expect(responsesADay(rows, 'script')).toEqual({ rowsWritten: 6557, rowsRead: 165_289, requests: 3960, all: 3960 });
    expect(responsesADay(rows, 'static')).toMatchObject({ requests: 6557, all: 6557 });
    const dear = { ...rows, response: { written: 100, read: 2 } };
    expect(responsesADay(dear, 'static').all).toBe(Math.floor(100_000 / 114.25));
  });
});
