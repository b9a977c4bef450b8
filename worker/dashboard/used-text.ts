import { strings, times } from './language.ts';

const hour = 3_600_000;

/** When something was last used, which is known to the hour. Both in epoch milliseconds. */
export function usedText(usedAt: number | undefined, now: number): string {
  if (usedAt === undefined) return strings.neverUsed;
  return now - usedAt < hour ? strings.usedLately : strings.used(times.ago(usedAt, now));
}
