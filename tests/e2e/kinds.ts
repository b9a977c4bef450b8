/** Every kind of question, as sites ask it. */

import type { Survey } from '../../core/contract.ts';
import { survey } from './world.ts';

const { question: _, low: __, high: ___, followUp: ____, thanks: _____, ...plain } = survey;

/** Everything that may be asked after the score. */
const everything: Partial<Survey> = {
  reasons: ['effectiveness', 'ease', 'speed', 'clarity', 'people', 'other'],
  contact: true,
  links: {
    low: { text: 'Visit our help centre', url: 'https://shop.example/help' },
    high: { text: 'Leave a review', url: 'https://shop.example/review' },
  },
};

/** By name; all in the standard words, with nothing left out. */
export const kinds: Record<string, Survey> = {
  nps: { ...plain, ...everything, scale: 'nps', subject: 'Acme' },
  faces: { ...plain, ...everything, scale: 'csat' },
  csat: { ...plain, ...everything, scale: 'csat', look: 'numbers' },
  stars: { ...plain, ...everything, scale: 'stars' },
  'ces-7': { ...plain, ...everything, scale: 'ces-7' },
  'ces-7-effort': { ...plain, ...everything, scale: 'ces-7-effort' },
  'ces-5': { ...plain, ...everything, scale: 'ces-5' },
  'ces-5-effort': { ...plain, ...everything, scale: 'ces-5-effort' },
  thumbs: { ...plain, ...everything, scale: 'thumbs' },
};
