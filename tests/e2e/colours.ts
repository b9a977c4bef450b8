/** Colours as they are painted, and how well they can be told apart. */

import type { Locator, Page } from 'playwright-core';

/** Red, green and blue, 0…255. */
export type Colour = readonly [number, number, number];

/** The contrast ratio of WCAG 2.2: 1…21. */
export function contrastOf(one: Colour, other: Colour): number {
  const [dark = 0, light = 0] = [luminanceOf(one), luminanceOf(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

function luminanceOf(colour: Colour): number {
  const [red = 0, green = 0, blue = 0] = colour.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

export interface Painted {
  /** What of an element, and which by what it says or else by what it is. */
  what: string;
  isText: boolean;
  colour: Colour;
  /** What it stands on. */
  ground: Colour;
}

/** What is too faint: text below 4.5:1, anything else below 3:1. */
export function faint(painted: readonly Painted[]): string[] {
  const ratios = painted.map((each) => ({ ...each, ratio: contrastOf(each.colour, each.ground) }));
  const faint = ratios.filter(({ ratio, isText }) => ratio < (isText ? 4.5 : 3));
  return faint.map(({ what, ratio }) => `${what} ${ratio.toFixed(2)}`);
}

/**
 * All words, borders of what can be chosen or filled in, drawings and the outline of the focus from an element down, as
 * they are painted: computed colours may be given in any space and may let shine through what is below, so a canvas
 * mixes them.
 */
export function paintedIn(element: Locator): Promise<Painted[]> {
  return element.evaluate((top) => {
    const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
    const mix = (colours: readonly string[]): Colour => {
      if (!canvas) throw new Error('A canvas is needed.');
      for (const colour of ['#fff', ...colours]) {
        canvas.fillStyle = colour;
        canvas.fillRect(0, 0, 1, 1);
      }
      const [red = 0, green = 0, blue = 0] = canvas.getImageData(0, 0, 1, 1).data;
      return [red, green, blue];
    };
    const grounds = (from: Element | null): string[] => {
      if (!from) return [];
      const root = from.getRootNode();
      const parent = from.parentElement ?? (root instanceof ShadowRoot ? root.host : null);
      return [...grounds(parent), getComputedStyle(from).backgroundColor];
    };
    return [top, ...top.querySelectorAll('*')].flatMap((each) => {
      if (getComputedStyle(each).opacity === '0') return [];
      const { color, borderTopColor, outlineColor, outlineStyle, stroke } = getComputedStyle(each);
      const [on, around] = [grounds(each), grounds(each.parentElement)];
      const texts = [...each.childNodes].filter(({ nodeType }) => nodeType === Node.TEXT_NODE);
      const words = texts
        .map((node) => node.textContent)
        .join('')
        .trim();
      const name = words || `${each.localName}.${each.getAttribute('class')}`;
      const isField = each.matches('textarea, [type=email]');
      const paint = (what: string, colour: string, below: string[]) => ({
        ...{ what: `${what} ${name}`, isText: what === 'words', colour: mix([...below, colour]), ground: mix(below) },
      });
      return [
        words || isField ? [paint('words', color, on)] : [],
        isField || each.matches('.scale label') ? [paint('border', borderTopColor, around)] : [],
        each.localName === 'svg' ? [paint('drawing', stroke, on)] : [],
        outlineStyle !== 'none' ? [paint('outline', outlineColor, around)] : [],
      ].flat();
    });
  });
}

/** How many pixels of a picture differ from another by 3:1 or more: what can be seen to have changed. */
export async function changedPixels(page: Page, before: Buffer, after: Buffer): Promise<number> {
  const pixels = await page.evaluate(
    (pictures) =>
      Promise.all(
        pictures.map(async (picture) => {
          const blob = await (await fetch(`data:image/png;base64,${picture}`)).blob();
          const bitmap = await createImageBitmap(blob);
          const canvas = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
          canvas?.drawImage(bitmap, 0, 0);
          return [...(canvas?.getImageData(0, 0, bitmap.width, bitmap.height).data ?? [])];
        }),
      ),
    [before, after].map((picture) => picture.toString('base64')),
  );
  const [one = [], other = []] = pixels;
  const at = (data: number[], place: number): Colour => [data[place] ?? 0, data[place + 1] ?? 0, data[place + 2] ?? 0];
  const places = Array.from({ length: one.length / 4 }, (_, index) => index * 4);
  return places.filter((place) => contrastOf(at(one, place), at(other, place)) >= 3).length;
}
