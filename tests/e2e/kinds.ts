/** Every kind of question, as sites ask it. */

import type { Survey } from '../../core/contract.ts';
import { survey } from './world.ts';

const { question: _, low: __, high: ___, followUp: ____, thanks: _____, ...plain } = survey;

/** In the standard words, with nothing left out of what may be asked after the score. */
const ofScale = (scale: Survey['scale'], more: Partial<Survey> = {}): Survey => ({
  ...plain,
  scale,
  subject: 'Acme',
  reasons: ['effectiveness', 'ease', 'speed', 'clarity', 'people', 'other'],
  contact: true,
  links: {
    low: { text: 'Visit our help centre', url: 'https://shop.example/help' },
    high: { text: 'Leave a review', url: 'https://shop.example/review' },
  },
  ...more,
});

export const kinds = {
  nps: ofScale('nps'),
  faces: ofScale('csat'),
  csat: ofScale('csat', { look: 'numbers' }),
  stars: ofScale('stars'),
  'ces-7': ofScale('ces-7'),
  'ces-7-effort': ofScale('ces-7-effort'),
  'ces-5': ofScale('ces-5'),
  'ces-5-effort': ofScale('ces-5-effort'),
  thumbs: ofScale('thumbs'),
};
