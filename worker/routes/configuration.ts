/** What a site's pages load: its live surveys, inlined in the loader so that one request decides everything. */

import type { Context } from 'hono';
import type { Survey, SurveyConfig, WidgetConfig } from '../../core/contract.ts';
import { chooseLanguage, languages } from '../../core/languages.ts';
import { type Scale, scales, segmentOf, segments } from '../../core/scales.ts';
import loader from '../../dist/widget/loader.txt';
import uiFiles from '../../dist/widget/ui.txt';
import type { App } from '../env.ts';
import { HttpError } from '../problem.ts';
import { siteForIngest } from '../store/site-cache.ts';

const [beforeConfig = '', afterConfig = ''] = loader.split('OPINA_CONFIG');

/** Files below `/o/ui/`, as the build names them, both in the one folder of this deployment. */
const ui = JSON.parse(uiFiles) as { basic: string; full: string };
const uiFolder = ui.full.slice(0, ui.full.indexOf('/'));

const kept = { 'Cache-Control': 'public, max-age=300, stale-while-revalidate=300' };

/** `GET /o/SITE.js`: the loader with the configuration in it. */
export async function getScript(c: Context<App>): Promise<Response> {
  const config = JSON.stringify(await configOf(c));
  const headers = { ...kept, 'Content-Type': 'text/javascript; charset=utf-8' };
  return c.body(beforeConfig + config + afterConfig, 200, headers);
}

/** `GET /o/SITE.json`: the configuration alone, for pages that bring their own loader. */
export async function getConfiguration(c: Context<App>): Promise<Response> {
  return c.json(await configOf(c), 200, kept);
}

/** `GET /o/ui/FOLDER/FILE` of an earlier deployment, whose loader a page still has: the same file of this one. */
export function redirectToUi(c: Context<App>): Response {
  if (c.req.param('hash') === uiFolder) throw new HttpError('not-found');
  c.header('Cache-Control', 'no-store');
  return c.redirect(`/o/ui/${uiFolder}/${c.req.param('file')}`);
}

async function configOf(c: Context<App>): Promise<WidgetConfig> {
  const id = c.req.param('file')?.replace(/\.js(?:on)?$/u, '') ?? '';
  const site = await siteForIngest(c.env.DB, id, Date.now());
  if (!site) throw new HttpError('unknown-site', { detail: `There is no site ${id}.` });
  const live = [...site.surveys].filter(([, { status }]) => status === 'live');
  const surveys = live.map(([surveyId, survey]) => surveyConfigOf(surveyId, survey, site));
  return { site: id, ui: surveys.every(isBasic) ? ui.basic : ui.full, surveys };
}

/** Whether the smallest survey UI can show it. */
function isBasic({ metric, display = 'card' }: SurveyConfig): boolean {
  return metric === 'nps' && display === 'card';
}

function surveyConfigOf(id: string, survey: Survey, site: { name: string }): SurveyConfig {
  const { name: _, scale: scaleName, status: __, source: ___, subject = site.name, ...shown } = survey;
  const scale: Scale = scales[scaleName];
  const { metric, min, max } = scale;
  const isReversed = scale.good === 'low';
  const dictionary = chooseLanguage([survey.language], languages) ?? 'en';
  return {
    ...{ id, metric, min, max, segments: digitsOf(scale), subject, ...shown },
    ...(isReversed && { isReversed }),
    ...(dictionary !== 'en' && { dictionary }),
  };
}

function digitsOf(scale: Scale): string {
  const scores = Array.from({ length: scale.max - scale.min + 1 }, (_, index) => scale.min + index);
  return scores.map((score) => segments.indexOf(segmentOf(scale, score))).join('');
}
