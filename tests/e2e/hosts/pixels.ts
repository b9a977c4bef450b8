/** What differs between two screenshots of a card. */

import pixelmatch from 'pixelmatch';
import { PNG } from 'pngjs';

/** The share of pixels that differ; all of them where the sizes do. */
export function difference(one: Buffer, other: Buffer): number {
  if (one.equals(other)) return 0;
  const [a, b] = [withoutCorners(one), withoutCorners(other)];
  const { width, height } = a;
  if (width !== b.width || height !== b.height) return 1;
  return pixelmatch(a.data, b.data, undefined, width, height, { threshold: 0.02, includeAA: true }) / (width * height);
}

/** In px: 12 of the card, in a page that is zoomed a quarter up. */
const radius = 15;

/** Outside its round corners a screenshot of a card shows the page. */
function withoutCorners(screenshot: Buffer): PNG {
  const png = PNG.sync.read(screenshot);
  const { width, height, data } = png;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const dx = radius - Math.min(x, width - 1 - x);
      const dy = radius - Math.min(y, height - 1 - y);
      const at = (y * width + x) * 4;
      if (dx > 0 && dy > 0 && Math.hypot(dx, dy) >= radius) data.fill(0, at, at + 4);
    }
  }
  return png;
}
