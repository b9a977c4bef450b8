/** A situation as the widget would meet it: the visit, and what was done before. */

import { pageAddressOf } from '../../../core/address.ts';
import { dayMs } from '../../../core/periods.ts';
import type { Value } from '../../../core/rules.ts';
import type { Act, Acts, Visit } from '../../../core/targeting.ts';
import { type Deed, deedName, type Situation } from './situation.ts';

/** The address that a text means: with or without its scheme, or a path of `home`; `undefined` where it is none. */
export function addressOf(text: string, home: string): URL | undefined {
  const trimmed = text.trim();
  const hasScheme = /^[a-z][a-z\d+.-]*:\/\//i.test(trimmed);
  const full = hasScheme || trimmed === '' || trimmed.startsWith('/') ? trimmed : `https://${trimmed}`;
  const url = URL.canParse(full, home) ? new URL(full, home) : undefined;
  return url && /^https?:$/.test(url.protocol) ? url : undefined;
}

/** Traits from lines of `key=value`. Numbers, `true` and `false` are what a page would have given: no text. */
export function traitsIn(text: string): Record<string, Value> {
  const lines = text.split('\n').map((line) => line.split('='));
  const named = lines.map(([key = '', ...value]) => [key.trim(), traitOf(value.join('=').trim())] as const);
  return Object.fromEntries(named.filter(([key], index) => key !== '' && lines[index]?.length !== 1));
}

/** Only what reads the same as a number is one, so that it is also the same as text. */
function traitOf(text: string): Value {
  if (text === 'true' || text === 'false') return text === 'true';
  const number = Number(text);
  return Number.isFinite(number) && `${number}` === text ? number : text;
}

/** The visit that the widget would see on such a page. `home` is what an empty address means. */
export function visitOf(situation: Situation, home: string): Visit {
  const { person, storage, visitor } = situation;
  const address = addressOf(situation.url, home);
  const counts = storage === 'always' ? { views: countOf(situation.views), visits: countOf(situation.visits) } : {};
  const facts: Record<string, unknown> = {
    url: address && pageAddressOf(address.href),
    path: address?.pathname,
    query: address && Object.fromEntries(address.searchParams),
    // As browsers write it, where it is the address of a page.
    referrer: situation.referrer ? (addressOf(situation.referrer, home)?.href ?? situation.referrer) : undefined,
    language: situation.language || 'en',
    device: situation.device,
    ...counts,
    returning: counts.visits && counts.visits > 1,
    identified: person !== '',
    verified: isVerified(situation),
    trait: traitsIn(situation.traits),
  };
  return {
    isAuto: situation.auto === 'true',
    visitor: person || visitor,
    see: ([kind = '', name]) => {
      if (name === undefined) return facts[kind] as Value | undefined;
      const named = Object(facts[kind]);
      // What every object has by itself is no fact.
      return Object.hasOwn(named, name) ? named[name] : undefined;
    },
  };
}

/** What the widget would know of what was done before: in mode `none` only what the server tells of a proven person. */
export function actsOf(situation: Situation, now: number): Acts {
  if (situation.storage === 'none' && !isVerified(situation)) return {};
  const surveys = new Set(Object.keys(situation.did).map((name) => name.split('.')[0] ?? ''));
  const acts = [...surveys].map((survey) => [survey, actOf(situation, { survey, now })] as const);
  return Object.fromEntries(acts.filter(([, { times }]) => times > 0));
}

function actOf({ did }: Situation, { survey, now }: { survey: string; now: number }): Act {
  const said = (deed: Deed) => numberOf(did[deedName(survey, deed)]);
  const act: Act = { times: 0 };
  for (const deed of ['response', 'dismissal'] as const) {
    const days = said(deed);
    if (days !== undefined) Object.assign(act, { [deed]: now - days * dayMs, times: act.times + 1 });
  }
  return { ...act, times: Math.max(act.times, said('times') ?? 0) };
}

function isVerified({ person, proof }: Situation): boolean {
  return person !== '' && proof === 'true';
}

/** A whole number from 1, as whatever is counted here has happened. */
function countOf(text: string): number {
  return Math.max(1, Math.floor(numberOf(text) ?? 1));
}

function numberOf(text = ''): number | undefined {
  const number = Number(text);
  return text.trim() !== '' && number >= 0 && Number.isFinite(number) ? number : undefined;
}
