/** What the variants of a survey have gathered, and the end of that: one of them becomes the survey. */

import type { Context } from 'hono';
import type { Survey, Variant } from '../../core/contract.ts';
import { experimentOf, type Variant as Gathered } from '../../core/experiments.ts';
import { addCounts, emptyCounts } from '../../core/metrics.ts';
import type { ExperimentResults } from '../../core/results.ts';
import { asVariant } from '../../core/variants.ts';
import type { App } from '../env.ts';
import { readBody } from '../middleware/body.ts';
import { requireSurvey } from '../middleware/site.ts';
import { HttpError } from '../problem.ts';
import { winner as winnerSchema } from '../schema.ts';
import { readVariants, storeWinner, type VariantCounts } from '../store/experiments.ts';
import { allSeries } from '../store/series.ts';
import { forgetSite } from '../store/site-cache.ts';
import { listingOf } from '../store/surveys.ts';

/** `GET /api/sites/SITE/surveys/SURVEY/experiment`; 404 `no-experiment` where the survey has no variants. */
export async function getExperiment(c: Context<App>): Promise<Response> {
  const { site, id, survey, scales, variants } = await requireVariants(c);
  const key = { site: site.id, survey: id };
  const { cells, rowsRead } = await readVariants(site.db.withSession(), key, allSeries(scales));
  const [control, ...others] = variants.map((variant) => gatheredBy(variant, survey, cells));
  if (!control) throw new HttpError('no-experiment');
  const experiment = experimentOf(control, others);
  return c.json({ survey: listingOf(id, survey), ...experiment, rowsRead } satisfies ExperimentResults);
}

/**
 * `POST /api/sites/SITE/surveys/SURVEY/winner`: the survey is asked as its variant was, and has no variants any more.
 * Any of them may be declared, whatever the numbers say. On another scale the survey's numbers are from then on those that
 * were given on it, and the former ones are to be asked for by their scale. Answers the survey as it is then.
 */
export async function postWinner(c: Context<App>): Promise<Response> {
  const { variant: winner } = await readBody(c, winnerSchema);
  const { site, id, survey: before, variants } = await requireVariants(c);
  const chosen = variants.find((variant) => variant.id === winner);
  if (!chosen) {
    const reason = `must be one of ${variants.map((variant) => variant.id).join(', ')}`;
    throw new HttpError('invalid', { detail: `variant ${reason}.`, errors: [{ field: 'variant', reason }] });
  }
  const { variants: _, ...asked } = before;
  const after: Survey = asVariant(asked, chosen);
  const key = { site: site.id, survey: id };
  const isStored = await storeWinner(site.db, key, { before, after, winner, at: Date.now() });
  if (!isStored) throw new HttpError('changed', { detail: 'The survey was changed while the winner was declared.' });
  forgetSite(site.id);
  return c.json(after);
}

async function requireVariants(c: Context<App>) {
  const found = await requireSurvey(c);
  const { variants } = found.survey;
  if (!variants) throw new HttpError('no-experiment', { detail: `The survey ${found.id} is asked in one way.` });
  return { ...found, variants };
}

function gatheredBy({ id, weight = 1, change }: Variant, { scale }: Survey, cells: VariantCounts[]): Gathered {
  const own = cells.filter(({ variant }) => variant === id);
  const sum = (counter: 'views' | 'comments') => own.reduce((total, cell) => total + cell[counter], 0);
  const counts = own.reduce((total, cell) => addCounts(total, cell.counts), emptyCounts());
  return { id, scale: change.scale ?? scale, weight, views: sum('views'), counts, comments: sum('comments') };
}
