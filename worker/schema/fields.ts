/** What schemas are made of: each field bounded, each refusal a reason that reads after the field's name. */

import * as v from 'valibot';
import { limits, slugPattern } from '../../core/contract.ts';
import { idPattern } from '../../core/id.ts';

export const wellFormed = v.pipe(
  v.string('must be text'),
  v.check((text) => text.isWellFormed(), 'contains half a character (a lone surrogate)'),
  v.check((text) => !text.includes('\0'), 'contains a NUL character'),
);

/** Lengths are UTF-16 units, here and in `label`. */
export const text = (length: number) =>
  v.pipe(wellFormed, v.maxLength(length, `must not be longer than ${length} UTF-16 units`));

/** Text that shows. */
export const label = (length: number) =>
  v.pipe(
    text(length),
    v.check((value) => value.trim() !== '', 'must not be empty'),
  );

/** A number that JSON can carry back. */
export const number = v.pipe(v.number('must be a number'), v.finite('must be a number'));

export const whole = (min: number, max: number) =>
  v.pipe(
    v.number('must be a number'),
    v.check(
      (value) => Number.isInteger(value) && value >= min && value <= max,
      `must be a whole number, ${min} to ${max}`,
    ),
  );

export const flag = v.boolean('must be true or false');

/** A list of one to `max`, looked into only where it is no longer than that. */
export const listOf = <T extends v.GenericSchema>(item: T, max: number) =>
  v.pipe(
    v.custom<unknown[]>(Array.isArray, 'must be a list'),
    v.minLength(1, 'must not be empty'),
    v.maxLength(max, `must not be more than ${max}`),
    v.array(item),
  );

/** A moment, as ISO 8601 writes it with its time zone: a calendar day that there is. */
const isMoment = (value: string) => {
  const [, year, month, day] = value.match(momentPattern) ?? [];
  if (!day || Number.isNaN(Date.parse(value))) return false;
  return new Date(Date.UTC(Number(year), Number(month) - 1, Number(day))).getUTCDate() === Number(day);
};
const momentPattern = /^(\d{4})-(\d\d)-(\d\d)T\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?(?:Z|[+-]\d\d:\d\d)$/u;
export const moment = v.pipe(
  v.string('must be text'),
  v.check(isMoment, 'must be a moment in ISO 8601 with its time zone, as 2026-11-22T09:00:00Z'),
);

/** One of a closed list of words. */
export const oneOf = <const T extends readonly string[]>(words: T) =>
  v.picklist(words, `must be one of ${words.join(', ')}`);

export const slugReason = 'must be 1 to 40 lower-case letters, digits, hyphens';
export const slug = v.pipe(v.string('must be text'), v.regex(slugPattern, slugReason));

/** A list of texts of one form, each once. */
export const distinct = <T extends v.GenericSchema<unknown, string>>(item: T, max: number) =>
  v.pipe(
    v.array(item, 'must be a list'),
    v.maxLength(max, `must not be more than ${max}`),
    v.check((all) => new Set(all).size === all.length, 'must be distinct'),
  );

/** Reasons by their slugs. */
export const reasons = distinct(slug, limits.reasons);

export const tag = { pattern: /^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/u, reason: 'must be a BCP 47 language tag' };
export const languageTag = v.pipe(text(limits.slug), v.regex(tag.pattern, tag.reason));

export const id = v.pipe(v.string('must be text'), v.regex(idPattern, 'must be a UUIDv7 in lower case'));

const isHttp = (value: string) => URL.canParse(value) && /^https?:$/u.test(new URL(value).protocol);
export const httpUrl = v.pipe(text(limits.url), v.check(isHttp, 'must be an http or https URL'));
export const origin = v.pipe(
  text(limits.url),
  v.check(
    (value) => isHttp(value) && new URL(value).origin === value,
    'must be an http or https origin as browsers write it',
  ),
);

export function isObject(input: unknown): input is Record<string, unknown> {
  return typeof input === 'object' && input !== null && !Array.isArray(input);
}

const object = v.custom<Record<string, unknown>>(isObject, 'must be an object');

const keysThat = (isKnown: (key: string) => boolean, message: string) =>
  v.rawCheck<Record<string, unknown>>(({ dataset, addIssue }) => {
    if (!dataset.typed) return;
    for (const key of Object.keys(dataset.value)) {
      if (isKnown(key)) continue;
      const path = { type: 'object', origin: 'key', input: dataset.value, key, value: dataset.value[key] } as const;
      addIssue({ message, path: [path] });
    }
  });

/** Keys that are not named are refused; valibot's own check takes those that every object inherits for known. */
export const exactly = <T extends v.ObjectEntries>(entries: T, reason = 'is not a known field') =>
  v.pipe(
    object,
    keysThat((key) => Object.hasOwn(entries, key), reason),
    v.object(entries),
  );

/** valibot leaves these keys of a record out without a word. */
const leftOut = ['__proto__', 'prototype', 'constructor'];

/** Values by keys of one form, at most `max` of them. */
export const recordOf = <T extends v.GenericSchema>(
  value: T,
  { pattern, reason, max }: { pattern: RegExp; reason: string; max: number },
) =>
  v.pipe(
    object,
    keysThat((key) => pattern.test(key), reason),
    keysThat((key) => !leftOut.includes(key), 'is a word of JavaScript and cannot be a key'),
    v.check((entries) => Object.keys(entries).length <= max, `must not be more than ${max}`),
    v.record(v.string(), value),
  );
