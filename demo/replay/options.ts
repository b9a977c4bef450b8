import { basename, extname } from 'node:path';
import { parseArgs } from 'node:util';
import { limits, slugPattern } from '../../core/contract.ts';
import { isScaleName, type ScaleName } from '../../core/scales.ts';
import { Failure } from '../failure.ts';

/** What a replay was asked to do. Absent: as the site, the survey or the file say. */
export interface Options {
  file: string;
  score: string;
  comment?: string;
  scale?: ScaleName;
  encoding: string;
  delimiter: string;
  /** The Worker's origin. */
  url: string;
  site: string;
  survey: string;
  origin?: string;
  token?: string;
  name?: string;
  question?: string;
  language: string;
  page?: string;
  days?: number;
  concurrency: number;
}

const flags = {
  score: { type: 'string' },
  comment: { type: 'string' },
  scale: { type: 'string' },
  encoding: { type: 'string', default: 'utf-8' },
  delimiter: { type: 'string', default: ',' },
  url: { type: 'string', default: 'http://localhost:8787' },
  site: { type: 'string', default: 'replay' },
  survey: { type: 'string' },
  origin: { type: 'string' },
  token: { type: 'string' },
  name: { type: 'string' },
  question: { type: 'string' },
  language: { type: 'string', default: 'und' },
  page: { type: 'string' },
  days: { type: 'string' },
  concurrency: { type: 'string', default: '32' },
  help: { type: 'boolean', default: false },
} as const;

/** Reads the command line; 'help' when that is asked for. Throws a `Failure` that names the option at fault. */
export function optionsFrom(args: string[]): Options | 'help' {
  const { values, positionals } = parse(args);
  if (values.help) return 'help';
  const [file, ...more] = positionals;
  if (!file) throw new Failure('Name the CSV file to replay; --help says how.');
  if (more.length > 0) throw new Failure(`One file at a time: ${more.join(', ')} is too much.`);
  if (!values.score) throw new Failure('Name the column of the scores: --score COLUMN.');
  const { scale, survey, days, help, ...rest } = values;
  return {
    ...rest,
    ...{ file, score: values.score, delimiter: delimiterFrom(rest.delimiter), url: originFrom('--url', rest.url) },
    ...{ site: slugFrom('--site', rest.site), survey: slugFrom('--survey', survey ?? slugOf(file)) },
    ...(scale && { scale: scaleFrom(scale) }),
    ...(rest.origin && { origin: originFrom('--origin', rest.origin) }),
    ...(days && { days: wholeFrom('--days', days, 365) }),
    concurrency: wholeFrom('--concurrency', rest.concurrency, 256),
  };
}

/** A survey's name in URLs, made of a file's name: `Botanic NPS (fr).csv` becomes `botanic-nps-fr`. */
export function slugOf(file: string): string {
  const words = basename(file, extname(file)).normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  const slug = words
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-/, '')
    .slice(0, limits.slug);
  return slug.replace(/-$/, '');
}

function parse(args: string[]) {
  try {
    return parseArgs({ args, options: flags, allowPositionals: true });
  } catch (error) {
    const [sentence] = (error instanceof Error ? error.message : String(error)).split(/(?<=\.)\s/);
    throw new Failure(`${sentence?.replace(/\.?$/, '.')} --help lists the options.`);
  }
}

function scaleFrom(text: string): ScaleName {
  const name = { '0-10': 'nps', '1-10': 'nps-1-10' }[text] ?? text;
  if (isScaleName(name)) return name;
  throw new Failure(`--scale ${text} is not a scale; --help lists them.`);
}

function slugFrom(flag: string, text: string) {
  if (slugPattern.test(text)) return text;
  throw new Failure(`${flag} "${text}" must be 1 to ${limits.slug} lower-case letters, digits and hyphens.`);
}

function originFrom(flag: string, text: string) {
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return new URL(text).origin;
  throw new Failure(`${flag} ${text} is not an http or https address.`);
}

function wholeFrom(flag: string, text: string, max: number) {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= max) return value;
  throw new Failure(`${flag} ${text} must be a whole number, 1 to ${max}.`);
}

function delimiterFrom(text: string) {
  const delimiter = text === 'tab' || text === '\\t' ? '\t' : text;
  if (delimiter.length === 1 && delimiter !== '"') return delimiter;
  throw new Failure(`--delimiter ${text} must be one character, or tab.`);
}
