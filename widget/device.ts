import type { Device } from '../core/facets.ts';

/** A device with a mouse is a desktop; of the others those whose short side is 600 px or more are tablets. */
export function deviceOf(): Device {
  if (matchMedia('(any-pointer: fine)').matches) return 'desktop';
  return Math.min(screen.width, screen.height) < 600 ? 'phone' : 'tablet';
}
