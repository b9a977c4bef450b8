/** A situation of a visitor as text: what the form of the simulator holds, and the query of its URL. */

import { slugPattern } from '../../../core/contract.ts';

export const devices = ['phone', 'tablet', 'desktop'] as const;

/** Storage modes as pages name them. */
export const modes = ['after-action', 'none', 'always'] as const;

/** What a visitor may have done with a survey, so many days ago, and how many times they were asked. */
export const deeds = ['response', 'dismissal', 'times'] as const;

export type Deed = (typeof deeds)[number];

/** What holds where nothing is said: an anonymous visitor at a desk on the site's first page, here for the first time. */
const usualTexts = {
  /** An address, or a path of the site. */
  url: '',
  language: '',
  device: 'desktop',
  referrer: '',
  /** The page's `data-auto`. */
  auto: 'true',
  /** What `identify` was called with, whether with a proof, and the traits as lines of `key=value`. */
  person: '',
  proof: 'false',
  traits: '',
  /** Who is not identified is one of many: a share is drawn by the number. */
  visitor: '1',
  storage: 'after-action',
  views: '1',
  visits: '1',
  /** ISO 8601; now where it is empty. */
  at: '',
};

export type FieldName = keyof typeof usualTexts;

export interface Situation extends Record<FieldName, string> {
  /** Numbers by `SURVEY.DEED`. */
  did: Readonly<Record<string, string>>;
}

export const usual: Situation = { ...usualTexts, did: {} };

/** The name of a deed among those of all surveys. */
export const deedName = (survey: string, deed: Deed) => `${survey}.${deed}`;

const fieldNames = Object.keys(usualTexts) as FieldName[];

/** Fields that know only these values. */
const choices: Partial<Record<FieldName, readonly string[]>> = {
  device: devices,
  storage: modes,
  auto: ['true', 'false'],
  proof: ['true', 'false'],
};

/** Reads a query. What it does not say, and what cannot be, is as usual. */
export function situationIn(search: string): Situation {
  const said = [...new URLSearchParams(search)];
  const texts = said.filter(([name, text]) => isField(name) && (choices[name]?.includes(text) ?? true));
  return { ...usual, ...Object.fromEntries(texts), did: Object.fromEntries(said.filter(isDeed)) };
}

/** The query that says it, with nothing in it that is usual; empty where all is. */
export function searchOf(situation: Situation): string {
  const fields = fieldNames.map((name) => [name, situation[name]] as const);
  const query = new URLSearchParams([
    ...fields.filter(([name, text]) => text !== usualTexts[name]).map((each) => [...each]),
    ...Object.entries(situation.did).filter(([, text]) => text !== ''),
  ]);
  return query.size > 0 ? `?${query}` : '';
}

function isField(name: string): name is FieldName {
  return Object.hasOwn(usualTexts, name);
}

function isDeed([name, text]: string[]): boolean {
  const [survey = '', deed, ...rest] = name?.split('.') ?? [];
  return text !== '' && rest.length === 0 && slugPattern.test(survey) && deeds.some((each) => each === deed);
}
