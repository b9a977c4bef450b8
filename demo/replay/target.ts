import { basename } from 'node:path';
import { limits, type Site, type Source, type Survey } from '../../core/contract.ts';
import { type ScaleName, scales } from '../../core/scales.ts';
import type { Api } from '../api.ts';
import { Failure } from '../failure.ts';
import { daysOf, endAtOf } from './ids.ts';
import type { Options } from './options.ts';

/** The path of a survey under the team's API, or with another prefix under the dashboard. */
export function pathOf({ site, survey }: Pick<Options, 'site' | 'survey'>, prefix = '/api/sites'): string {
  return `${prefix}/${site}/surveys/${survey}`;
}

/** The scale to read the scores on: the survey's, else the one asked for; a `Failure` where they differ. */
export function scaleFor({ scale, survey }: Pick<Options, 'scale' | 'survey'>, known: Survey | undefined): ScaleName {
  if (!known) return scale ?? 'nps';
  if (scale && scale !== known.scale) {
    throw new Failure(`The survey ${survey} has the scale ${known.scale}, not ${scale}: choose another --survey.`);
  }
  return known.scale;
}

/** The origin to post from, one of the site's; makes the site when it is not there. */
export async function originFor(api: Api, { site: id, origin, url }: Pick<Options, 'site' | 'origin' | 'url'>) {
  const path = `/api/sites/${id}`;
  const site = await api.get<Site>(path);
  if (!site) {
    const made: Site = { name: id, origins: [origin ?? url] };
    await api.put(path, made);
    return origin ?? url;
  }
  const [first] = site.origins;
  if (!first) throw new Failure(`The site ${id} has no origin to post from: give it one in the dashboard.`);
  if (!origin || site.origins.includes(origin)) return origin ?? first;
  throw new Failure(`The site ${id} takes nothing from ${origin}; its origins are ${site.origins.join(', ')}.`);
}

/** What the survey was, or is now, replayed from; makes the survey when it is not there. */
export async function sourceFor(api: Api, options: Options, { hash, scale }: { hash: string; scale: ScaleName }) {
  const path = pathOf(options);
  const known = await api.get<Survey>(path);
  if (known) return checkedSource(options, known, hash);
  const source = { hash, endAt: endAtOf(Date.now(), options.days ?? 0) };
  if (await api.put(path, surveyFrom(options, scale, source))) return source;
  const winner = await api.get<Survey>(path);
  if (winner) return checkedSource(options, winner, hash);
  throw new Failure(`The survey ${options.survey} changed while it was made: run the replay again.`);
}

function checkedSource({ survey, days }: Options, { source }: Survey, hash: string): Source {
  if (!source) throw new Failure(`The survey ${survey} does not come from a file: choose another --survey.`);
  if (source.hash !== hash) throw new Failure(`The survey ${survey} comes from another file: choose another --survey.`);
  const spread = daysOf(source.endAt);
  if (days === undefined || days === spread) return source;
  const was = spread > 0 ? `with --days ${spread}` : 'without --days';
  throw new Failure(`The survey ${survey} was first replayed ${was}: do so again, or choose another --survey.`);
}

/** A survey that has its responses already: it is paused, so that no visitor is asked again. */
function surveyFrom(options: Options, scale: ScaleName, source: Source): Survey {
  const { min, max } = scales[scale];
  const name = options.name ?? basename(options.file);
  return {
    ...{ name: name.slice(0, limits.name), scale, status: 'paused', language: options.language },
    question: (options.question ?? `${options.score} (${basename(options.file)})`).slice(0, limits.text),
    ...{ low: `${min}`, high: `${max}`, followUp: (options.comment ?? '…').slice(0, limits.text), thanks: '…' },
    ...{ delay: 0, quiet: { response: 90, dismissal: 14, others: 30 }, source },
  };
}
