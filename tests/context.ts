/** A client as far as it knows its visitor, of which the rest does without a page. */

import type { SurveyConfig } from '../core/contract.ts';
import type { Claim } from '../widget/api.ts';
import { createMemory } from '../widget/memory.ts';
import type { Options } from '../widget/options.ts';
import type { Context } from '../widget/ui/parts.ts';

export function contextOf(options: Options, person: Claim = {}, surveys: readonly SurveyConfig[] = []): Context {
  const context = { site: 'shop', surveys, _options: options, _given: [], _person: person };
  return Object.assign(context, createMemory(context)) as Partial<Context> as Context;
}
