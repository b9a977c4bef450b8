import type { SurveyConfig } from '../core/contract.ts';

/**
 * Keeps the room that a survey in the page is going to need, rather too much, so that nothing moves when it comes; the
 * answer gives it back.
 */
export function reserve(place: HTMLElement, { metric, question = '' }: SurveyConfig): () => void {
  const { style } = place;
  style.display = 'block';
  // All in px: the frame takes 34, a letter 9 at most, the two thumbs 160, a line 24.
  const width = (place.clientWidth || innerWidth) - 34;
  const text = (question.length || 44) * 9;
  const height = metric === 'thumbs' ? (text + 160 > width ? 110 : 78) : 148 + 24 * Math.ceil(text / width);
  style.minHeight = `${Math.max(height, place.offsetHeight)}px`;
  style.setProperty('--_room', style.minHeight);
  return () => {
    style.display = style.minHeight = '';
  };
}
