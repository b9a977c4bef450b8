import { h } from 'preact';
import type { SurveyConfig } from '../../core/contract.ts';
import type { Look, Spoken } from './parts.ts';

/** Stars, faces and thumbs; every other scale is a row of numbers. */
export function lookOf({ metric, look }: SurveyConfig, { words }: Spoken): Look | undefined {
  const label = (score: number) => words.csatLabels?.[score - 1] ?? '';
  /** Soft hyphens are for the eye: in a name they are pauses, or are spelt out. */
  const whole = (score: number) => label(score).replaceAll('\xAD', '');
  if (metric === 'stars') {
    const nameOf = (score: number) => (words.starLabel ?? '').replace('{n}', String(score));
    return { name: 'stars', scores: fromOne, cell: () => <Star />, nameOf };
  }
  if (metric === 'csat' && look !== 'numbers') {
    const cell = (score: number) => [<Face key="face" score={score} />, <span key="label">{label(score)}</span>];
    return { name: 'faces', scores: fromOne, cell, nameOf: whole };
  }
  if (metric === 'csat') {
    return { name: 'numbers', scores: fromOne, cell: (score) => score, ends: [whole(1), whole(5)] };
  }
  if (metric === 'thumbs') return { name: 'thumbs', scores: [1, 0], cell: (score) => (score ? words.yes : words.no) };
  return undefined;
}

const fromOne = [1, 2, 3, 4, 5];

function Star() {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true">
      <path d="M12 2.5l2.9 6.2 6.8.8-5 4.6 1.3 6.7-6-3.3-6 3.3 1.3-6.7-5-4.6 6.8-.8z" />
    </svg>
  );
}

/** A mouth from a deep frown to a wide smile: all that differs is how far its middle hangs. */
function Face({ score }: { score: number }) {
  const depth = (score - 3) * 2.4;
  const y = 15.5 - depth / 4;
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true">
      <circle cx="12" cy="12" r="9.5" />
      <path d={`M9 9v.5M15 9v.5M7.8 ${y}q4.2 ${depth} 8.4 0`} />
    </svg>
  );
}
