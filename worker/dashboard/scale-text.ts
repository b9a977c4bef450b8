/** What a scale is called: "CSAT 1–5". */

import { type Scale, type ScaleName, scales } from '../../core/scales.ts';
import { strings } from './language.ts';

export function scaleText(name: ScaleName): string {
  const { metric, min, max, good }: Scale = scales[name];
  const range = strings.scale(strings.metrics[metric].name, min, max);
  return good === 'low' ? strings.ofEffort(range) : range;
}
