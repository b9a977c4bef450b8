/** Random operations on the store, and how each is done through its functions. */

import { env } from 'cloudflare:workers';
import fc from 'fast-check';
import { limits } from '../../core/contract.ts';
import { dayMs } from '../../core/periods.ts';
import { eraseStep } from '../../worker/store/erasure.ts';
import { foldIfDue, type SurveyKey } from '../../worker/store/fold.ts';
import { changeResponse, findResponse } from '../../worker/store/handling.ts';
import { anonymiseResponses, deleteResponses } from '../../worker/store/removal.ts';
import { retain } from '../../worker/store/retention.ts';
import { valuesPerDay } from '../../worker/store/tallies.ts';
import { idAt, putResponse, putView } from './fixtures.ts';
import type { Operation } from './model.ts';

export const firstDay = 20_000;
export const days = 4;
export const now = (firstDay + days) * dayMs;

/** Sizes of a fold that make one of a few rows worth while. */
export const small = { at: 5, keeps: 2, chunk: 3 };

/** Ids are few and spread over the days, so that most posts are late, repeated or change an earlier one. */
const id = fc.nat({ max: 12 }).map((index) => idAt(firstDay * dayMs + index * 0.3 * dayMs, index));
const pages = ['/', '/a', '/b', '/c', '/d', '/e'];
const people = ['ana', 'bo', 'cy'];
const addresses = ['a@shop.example', 'b@shop.example'];
const facets = {
  page: fc.constantFrom(...pages),
  variant: fc.constantFrom('', 'plain', 'short'),
  device: fc.constantFrom('phone' as const, 'desktop' as const),
  properties: fc.constantFrom<Record<string, string | number>[]>({}, { plan: 'free' }, { plan: 'paid', age: 7 }),
  scale: fc.constantFrom('' as const, '' as const, 'csat' as const),
};
const did = <T extends Operation['did']>(name: T) => fc.constant(name);
const respond = fc.record({
  did: did('respond'),
  id,
  ...facets,
  rev: fc.integer({ min: 1, max: 9 }),
  score: fc.oneof({ weight: 3, arbitrary: fc.constant(10) }, fc.nat({ max: 10 })),
  comment: fc.constantFrom('', 'so so'),
  email: fc.constantFrom(...addresses),
  person: fc.constantFrom(...people),
  at: fc.constantFrom(now, now + limits.changeMs + 1),
  times: fc.constantFrom(1, 1, 1, 1, 1, 1, 3),
});
const erase = fc.oneof(
  fc.record({ did: did('erase'), by: fc.constant('person' as const), value: fc.constantFrom(...people) }),
  fc.record({ did: did('erase'), by: fc.constant('email' as const), value: fc.constantFrom(...addresses) }),
);
const retention = fc.record({
  did: did('retain'),
  action: fc.constantFrom('delete' as const, 'anonymise' as const),
  day: fc.integer({ min: firstDay, max: firstDay + 1 }),
  rows: fc.constantFrom(1, 3, 100),
});
export const operation: fc.Arbitrary<Operation> = fc.oneof(
  { weight: 40, arbitrary: respond },
  { weight: 20, arbitrary: fc.record({ did: did('view'), id, ...facets, dismissed: fc.boolean() }) },
  { weight: 12, arbitrary: fc.record({ did: did('fold') }) },
  { weight: 12, arbitrary: fc.record({ did: did('mark'), id, mark: fc.constantFrom('spam', 'test', null, null) }) },
  { weight: 3, arbitrary: fc.record({ did: fc.constantFrom('delete', 'anonymise'), id }) },
  { weight: 1, arbitrary: erase },
  { weight: 2, arbitrary: retention },
);

/** Does it as the routes do: what is not there is neither marked nor removed. */
export async function runOperation(key: SurveyKey, done: Operation): Promise<void> {
  const found = async (id: string) => (await findResponse(env.DB, key, id)) !== undefined;
  if (done.did === 'respond') {
    await Promise.all(
      Array.from({ length: done.times }, () => putResponse(env.DB, { ...key, ...postOf(done) }, done.at)),
    );
  }
  if (done.did === 'view') await putView(env.DB, { ...key, ...done });
  if (done.did === 'fold') await foldIfDue(env.DB, key, small);
  if (done.did === 'mark' && (await found(done.id))) await changeResponse(env.DB, key, done);
  if (done.did === 'delete' && (await found(done.id))) await deleteResponses(env.DB, key, [done.id]);
  if (done.did === 'anonymise' && (await found(done.id))) await anonymiseResponses(env.DB, key, [done.id]);
  if (done.did === 'erase') await eraseAll(key, done);
  if (done.did === 'retain') {
    await retain(env.DB, key, { ...done, days: firstDay + days - done.day, now, chunks: 1 });
  }
}

const postOf = ({ email, person, ...post }: Extract<Operation, { did: 'respond' }>) => ({
  ...{ ...post, ...(email && { email }), ...(person && { person }) },
});

async function eraseAll(key: SurveyKey, { by, value }: Extract<Operation, { did: 'erase' }>) {
  for (let cursor: string | undefined = ''; cursor !== undefined; ) {
    const site = { id: key.site, surveys: [key.survey] };
    const step = await eraseStep(env.DB, site, { [by]: value, ...(cursor && { cursor }) });
    cursor = step.cursor;
  }
}

/** Responses on so many pages of the first day that few more find room under its cap. */
export const crowd = Array.from({ length: valuesPerDay - 3 }, (_, index): Operation => {
  const at = firstDay * dayMs + 1000 + index;
  const said = {
    page: `/crowd-${index}`,
    variant: '',
    device: 'phone' as const,
    properties: {},
    scale: '' as const,
    comment: '',
  };
  return {
    did: 'respond',
    id: idAt(at, index),
    rev: 1,
    score: 5,
    ...said,
    email: null,
    person: null,
    at: now,
    times: 1,
  };
});
