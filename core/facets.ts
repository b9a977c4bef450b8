/** What numbers are broken down by. */

/** Stages of the journey, in its order. */
export const stages = ['awareness', 'consideration', 'purchase', 'loyalty', 'advocacy'] as const;
export type Stage = (typeof stages)[number];

export const devices = ['phone', 'tablet', 'desktop'] as const;
export type Device = (typeof devices)[number];

/** How a survey came to the visitor: in a page of the site, or by a link from elsewhere. */
export const channels = ['web', 'link', 'email', 'qr', 'app'] as const;
export type Channel = (typeof channels)[number];

/** Facets that every site has. The stage is that of the survey. */
export const commonFacets = ['page', 'touchpoint', 'stage', 'variant', 'locale', 'device', 'channel'] as const;

/** The name of a facet in breakdowns: one that every site has, or a property that the site declares. */
export type FacetName = (typeof commonFacets)[number] | `property.${string}`;

/** What a property is called. */
export const propertyPattern = /^[A-Za-z][A-Za-z0-9_]{0,39}$/;

export function isFacetName(name: string): name is FacetName {
  const [kind, property = ''] = name.split('.', 2);
  const isProperty = kind === 'property' && name === `property.${property}` && propertyPattern.test(property);
  return isProperty || commonFacets.some((facet) => facet === name);
}

/** What a visit of a survey was like, as a widget says it. */
export interface Facets {
  /** Path of the page the survey was shown on; a query or fragment is dropped by the server. */
  page?: string;
  /** The point of the journey, where it is not the one of the survey. */
  touchpoint?: string;
  /** The variant that was asked, where the survey has some; one that it does not have counts for none. */
  variant?: string | undefined;
  /** BCP 47 tag of the language it was asked in. */
  locale?: string;
  device?: Device;
  channel?: Channel;
  /** Of the event or the visitor, by name; those that the site does not declare are not stored. */
  properties?: Record<string, string | number | boolean>;
}
