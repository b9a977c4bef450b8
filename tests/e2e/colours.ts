/** Colours as they are painted, and how well they can be told apart. */

import type { Locator } from 'playwright-core';

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
  /** The element, by what it says or else by what it is. */
  name: string;
  /** Whether it says something itself. */
  isText: boolean;
  text: Colour;
  /** What its text stands on. */
  surface: Colour;
  /** What it stands on itself. */
  around: Colour;
  border: Colour;
  outline: Colour;
}

/**
 * Every element below one, as it is painted: computed colours may be given in any space and may let shine through what
 * is below, so a canvas mixes them.
 */
export function paintedIn(element: Locator): Promise<Painted[]> {
  return element.evaluate((top) => {
    const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
    const mix = (colours: string[]): Colour => {
      if (!canvas) throw new Error('no canvas');
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
    return [...top.querySelectorAll<HTMLElement>('*'), top as HTMLElement].map((each) => {
      const { color, borderTopColor, outlineColor } = getComputedStyle(each);
      const [below, all] = [grounds(each.parentElement), grounds(each)];
      const text = [...each.childNodes].filter(({ nodeType }) => nodeType === Node.TEXT_NODE);
      const said = text
        .map((node) => node.textContent)
        .join('')
        .trim();
      return {
        name: said || `${each.localName}.${each.getAttribute('class') ?? ''}`,
        isText: said !== '' || each.matches('textarea, [type=email]'),
        text: mix([...all, color]),
        surface: mix(all),
        around: mix(below),
        border: mix([...below, borderTopColor]),
        outline: mix([...below, outlineColor]),
      };
    });
  });
}
