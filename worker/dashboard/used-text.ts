import { hourMs } from '../../core/periods.ts';
import { strings, times } from './language.ts';

/** When something was last used, which is known to the hour. Both in epoch milliseconds. */
export function usedText(usedAt: number | undefined, now: number): string {
  if (usedAt === undefined) return strings.neverUsed;
  return now - usedAt < hourMs ? strings.usedLately : strings.used(times.ago(usedAt, now));
}
