/** What a site's pages load: its live surveys, inlined in the loader so that one request decides everything. */

import type { Context } from 'hono';
import {
  optionNames,
  type Site,
  type Survey,
  type SurveyConfig,
  usual,
  type Variant,
  type VariantConfig,
  type WidgetConfig,
} from '../../core/contract.ts';
import { chooseLanguage, languages } from '../../core/languages.ts';
import { anything, type SimpleRule, type SurveyRule, simplify, type Trigger } from '../../core/rules.ts';
import { type Scale, scales, segmentOf, segments } from '../../core/scales.ts';
import { expand } from '../../core/segments.ts';
import { asVariant, endsOf } from '../../core/variants.ts';
import plain from '../../dist/widget/plain.txt';
import plainStanding from '../../dist/widget/plain-standing.txt';
import rules from '../../dist/widget/rules.txt';
import several from '../../dist/widget/several.txt';
import severalStanding from '../../dist/widget/several-standing.txt';
import uiFolder from '../../dist/widget/ui.txt';
import type { App } from '../env.ts';
import { literalOf } from '../literal.ts';
import { HttpError } from '../problem.ts';
import { variantAskedOn } from '../store/series.ts';
import { siteForPages } from '../store/site-cache.ts';
import type { SiteWithSurveys } from '../store/sites.ts';

const kept = { 'Cache-Control': 'public, max-age=300, stale-while-revalidate=300' };

/** `GET /o/SITE.js`: the loader with the configuration in it. */
export async function getScript(c: Context<App>): Promise<Response> {
  const { config, surveys } = await configOf(c);
  const headers = { ...kept, 'Content-Type': 'text/javascript; charset=utf-8' };
  const said = optionNames.flatMap((name) => {
    const value = c.req.query(name);
    return value === undefined ? [] : [[name, value]];
  });
  const options = said.length > 0 && { options: Object.fromEntries(said) };
  const script = scriptFor(surveys).replace('OPINA_CONFIG', () => literalOf({ ...config, ...options }));
  return c.body(script, 200, headers);
}

/** By what a site's cards need to know, and whether some surveys stand in the page: a site gets what it needs. */
function scriptFor(surveys: readonly Survey[]): string {
  const isStanding = surveys.some(({ display }) => display === 'inline' || display === 'tab');
  const cards = surveys.filter(isCard);
  const isSeveral = cards.length > 1 || cards.some(({ variants }) => variants !== undefined);
  const hasRules = cards.some((card) => ruled.some((name) => card[name] !== undefined));
  if (isStanding) return isSeveral || hasRules ? severalStanding : plainStanding;
  if (isSeveral) return several;
  return hasRules ? rules : plain;
}

/** What the plain script does not know. */
const ruled = [
  ...(['when', 'where', 'cancelOn', 'share', 'most', 'from', 'until'] as const),
] satisfies (keyof Survey)[];

/** `GET /o/SITE.json`: the configuration alone, for pages that bring their own loader. */
export async function getConfiguration(c: Context<App>): Promise<Response> {
  return c.json((await configOf(c)).config, 200, kept);
}

/** `GET /o/ui/FOLDER/FILE` of an earlier deployment, whose loader a page still has: the same file of this one. */
export function redirectToUi(c: Context<App>): Response {
  if (c.req.param('hash') === uiFolder) throw new HttpError('not-found');
  c.header('Cache-Control', 'no-store');
  return c.redirect(`/o/ui/${uiFolder}/${c.req.param('file')}`);
}

async function configOf(c: Context<App>): Promise<{ config: WidgetConfig; surveys: Survey[] }> {
  const id = c.req.param('file')?.replace(/\.js(?:on)?$/u, '') ?? '';
  const now = Date.now();
  const found = await siteForPages(c.env, id, now);
  if (!found) throw new HttpError('unknown-site', { detail: `There is no site ${id}.` });
  const { site, full } = found;
  const live = [...site.surveys].filter(([surveyId, survey]) => isLive(survey, now) && !full.has(surveyId));
  const surveys = live.map(([, survey]) => survey);
  const config: WidgetConfig = {
    ...{ site: id, folder: `o/ui/${uiFolder}/`, ui: !site.turnstile && surveys.every(isBasic) ? 'basic' : 'full' },
    ...(site.turnstile && { turnstile: site.turnstile.siteKey }),
    ...(site.facets && { facets: site.facets }),
    surveys: live.map(([surveyId, survey]) => surveyConfigOf(surveyId, survey, site)),
  };
  return { config, surveys };
}

function isLive({ status, until }: Survey, now: number): boolean {
  return status === 'live' && (until === undefined || now < Date.parse(until));
}

/** Whether the smallest survey UI can show it. It knows no Turnstile. */
function isBasic(survey: Survey): boolean {
  const asked = [survey, ...(survey.variants ?? []).map(({ change }) => ({ scale: change.scale ?? survey.scale }))];
  return asked.every(({ scale }) => scales[scale].metric === 'nps') && isCard(survey);
}

function isCard({ display = 'card' }: Survey): boolean {
  return display === 'card';
}

/** Surveys as scripts know them. What a script has to decide is decided here as far as it can be. */
function surveyConfigOf(id: string, { variants, ...survey }: Survey, site: SiteWithSurveys): SurveyConfig {
  const scales = site.scales.get(id);
  const variant = scales && variantAskedOn(scales, survey.scale);
  const control = { ...plainConfigOf(id, survey, site), ...(variant !== undefined && { variant }) };
  const ends = endsOf(variants ?? []);
  const configOfVariant = (one: Variant, index: number): VariantConfig => ({
    ...plainConfigOf(id, asVariant(survey, one), site),
    ...{ variant: one.id, upTo: ends[index] ?? 1 },
  });
  return { ...control, ...(variants && { variants: variants.map(configOfVariant) }) };
}

function plainConfigOf(id: string, survey: Omit<Survey, 'variants'>, site: Site): Omit<SurveyConfig, 'variants'> {
  const { name: _, touchpoint: __, stage: ___, status: ____, source: _____, ...asked } = survey;
  const { stopAfter: ______, perDay: _______, ...sent } = asked;
  const { scale: scaleName, subject = site.name, display = 'card', language, delay, quiet, ...moments } = sent;
  const { when = [{ on: 'load' }], where, from, until, ...shown } = moments;
  const scale: Scale = scales[scaleName];
  const { metric, min } = scale;
  const isReversed = scale.good === 'low';
  const dictionary = chooseLanguage([language], languages) ?? 'en';
  return {
    ...{ id, ...shown },
    ...(scaleName !== 'nps' && { metric, min, segments: digitsOf(scale) }),
    quiet: [quiet.response, quiet.dismissal, quiet.others],
    when: display === 'card' ? when.map((trigger) => triggerOf(trigger, site)) : [],
    ...(language !== usual.language && { language }),
    ...(delay > 0 && { delay }),
    ...(display !== 'card' && { display }),
    ...(isStandard(survey) && { subject }),
    ...(where && { where: ruleOf(where, site) }),
    ...(from && { from: Date.parse(from) }),
    ...(until && { until: Date.parse(until) }),
    ...(isReversed && { isReversed }),
    ...(dictionary !== 'en' && { dictionary }),
  };
}

/** Whether it may be asked in standard words, which name its subject. */
function isStandard({ question, translations }: Omit<Survey, 'variants'>): boolean {
  return question === undefined || translations !== undefined;
}

function triggerOf(trigger: Trigger, site: Site): Trigger<SimpleRule> {
  if (trigger.on !== 'event' || !trigger.where) return trigger as Trigger<never>;
  return { ...trigger, where: ruleOf(trigger.where, site) };
}

/**
 * Without names. A survey and its site may be changed at once, so that a segment is gone that the survey names: then it
 * asks nobody, whatever else its rule says, and whoever asks why is told that the segment is not known.
 */
function ruleOf(rule: SurveyRule, { segments = {} }: Site): SimpleRule {
  const expanded = expand(rule, segments);
  return 'rule' in expanded ? simplify(expanded.rule) : { fact: ['segment', expanded.unknown], matches: anything };
}

function digitsOf(scale: Scale): string {
  const scores = Array.from({ length: scale.max - scale.min + 1 }, (_, index) => scale.min + index);
  return scores.map((score) => segments.indexOf(segmentOf(scale, score))).join('');
}
