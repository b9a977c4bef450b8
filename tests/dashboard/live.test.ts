import { expect, test } from 'vitest';
import type { Results } from '../../core/results.ts';
import { begin, keep, type Live, receive } from '../../worker/dashboard/live.ts';

const counts = [0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0];
const summary = { n: 1, counts, views: 0, dismissals: 0, comments: 0 };
const survey = { id: 'nps', name: 'NPS', scale: 'nps', status: 'live', language: 'en', question: '?' } as const;
const results: Results = {
  ...{ site: { id: 'shop', name: 'Shop' }, survey, period: { from: 1, to: 28 }, current: summary, previous: summary },
  ...{ scale: 'nps', otherScales: [], hasResponses: true, trend: [], breaks: [], newestComments: [], rowsRead: 1 },
};
const arrived = { kind: 'data', data: results, etag: '"1"' } as const;
const kept = keep(undefined, arrived, 1000);
const fresh = receive({ status: 'loading' }, arrived, kept);

test('results that arrive are shown', () => {
  expect(fresh).toEqual({ status: 'fresh', results, checkedAt: 1000 });
});

test('an answer that nothing changed draws nothing again, and renews the time of what is kept', () => {
  const later = keep(kept, { kind: 'unchanged' }, 5000);
  expect(later).toMatchObject({ results, checkedAt: 5000 });
  expect(receive(fresh, { kind: 'unchanged' }, later)).toBe(fresh);
});

test('a failure keeps the numbers and says of when they are', () => {
  const later = keep(kept, { kind: 'unchanged' }, 5000);
  for (const answer of [{ kind: 'unreachable' }, { kind: 'problem', code: 'unavailable' }] as const)
    expect(receive(fresh, answer, later)).toEqual({ status: 'failed', results, checkedAt: 5000 });
});

test('a failure before anything arrived has nothing to show', () => {
  expect(receive({ status: 'loading' }, { kind: 'unreachable' }, undefined)).toEqual({ status: 'failed' });
});

test('it recovers by itself with the next answer', () => {
  const failed: Live = { status: 'failed', results, checkedAt: 5000 };
  expect(receive(failed, { kind: 'unchanged' }, keep(kept, { kind: 'unchanged' }, 9000))).toMatchObject({
    status: 'fresh',
  });
});

test('the old numbers stay while another period of the same survey loads, and never under the name of another', () => {
  expect(begin(fresh, { site: 'shop', survey: 'nps' }, undefined)).toMatchObject({ status: 'loading', results });
  expect(begin(fresh, { site: 'shop', survey: 'csat' }, undefined)).toEqual({ status: 'loading' });
});

test('a survey that does not exist is missing', () => {
  expect(receive(fresh, { kind: 'problem', code: 'unknown-survey' }, kept)).toEqual({ status: 'missing' });
});
