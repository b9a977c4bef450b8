/** `GET /o/SITE.js`: the loader with the site's live surveys inlined, so that one request decides everything. */

import type { Context } from 'hono';
import type { Survey, SurveyConfig, WidgetConfig } from '../../core/contract.ts';
import { scales } from '../../core/scales.ts';
import loader from '../../dist/widget/loader.txt';
import type { App } from '../env.ts';
import { HttpError } from '../problem.ts';
import { siteForIngest } from '../store/site-cache.ts';

const [beforeConfig = '', afterConfig = ''] = loader.split('OPINA_CONFIG');

export async function getConfiguration(c: Context<App>): Promise<Response> {
  const id = c.req.param('file')?.replace(/\.js$/u, '') ?? '';
  const site = await siteForIngest(c.env.DB, id, Date.now());
  if (!site) throw new HttpError('unknown-site', { detail: `There is no site ${id}.` });
  const live = [...site.surveys].filter(([, { status }]) => status === 'live');
  const config: WidgetConfig = { site: id, surveys: live.map(([surveyId, survey]) => configOf(surveyId, survey)) };
  return c.body(beforeConfig + JSON.stringify(config) + afterConfig, 200, {
    'Content-Type': 'text/javascript; charset=utf-8',
    'Cache-Control': 'public, max-age=300, stale-while-revalidate=300',
    'Cross-Origin-Resource-Policy': 'cross-origin',
    'Access-Control-Allow-Origin': '*',
    'X-Content-Type-Options': 'nosniff',
  });
}

function configOf(id: string, { name: _, scale, status: __, source: ___, ...texts }: Survey): SurveyConfig {
  const { min, max } = scales[scale];
  return { id, min, max, ...texts };
}
