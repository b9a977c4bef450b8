/** What a visit is like, as far as numbers are broken down by it. */

import { limits, type SurveyConfig } from '../../core/contract.ts';
import type { Facets } from '../../core/facets.ts';
import { deviceOf } from '../device.ts';
import type { Context, Spoken } from './parts.ts';

/** Of the properties only those that the site declares leave the page: of the event tracked last, else of the visitor. */
export function facetsOf(context: Context, { variant }: SurveyConfig, { language }: Spoken): Facets {
  const said = { ...context._person.traits, ...context._event };
  const properties: NonNullable<Facets['properties']> = {};
  for (const name of context.facets ?? []) {
    const value = said[name];
    if (/^(string|number|boolean)$/.test(typeof value)) properties[name] = `${value}`.slice(0, limits.property);
  }
  const { pathname } = location;
  return {
    // The path alone. A document without an address of its own, such as that of `srcdoc`, has none.
    ...(pathname.startsWith('/') && { page: pathname.slice(0, limits.page) }),
    ...{ variant, locale: language, device: deviceOf() },
    ...(context.facets && { properties }),
  };
}
