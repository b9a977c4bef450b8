/** The filters of a list as the query of its URL, which is that of the API. */

import { propertyPattern } from '../../../core/facets.ts';
import { choices, filterNames } from '../../../core/lists.ts';

/** What a list is filtered by, by the name of the filter. */
export type ListFilters = Readonly<Record<string, string>>;

/** Filters with controls of their own; each of the others is shown as a value that can be taken away. */
const controls = ['group', 'comment', 'text'];

const isFilter = (name: string) =>
  filterNames.some((each) => each === name && each !== 'survey') ||
  (name.startsWith('property.') && propertyPattern.test(name.slice('property.'.length)));

const isChoice = (name: string): name is keyof typeof choices => Object.hasOwn(choices, name);
const canBe = (name: string, value: string) => !isChoice(name) || choices[name].some((each) => each === value);

/** Reads a query; what is no filter of a list, or cannot be the value of one, is left out. */
export function filtersIn(search: string): ListFilters {
  return Object.fromEntries(
    [...new URLSearchParams(search)].filter(([name, value]) => isFilter(name) && canBe(name, value)),
  );
}

/** The query that says them; empty where there are none. */
export function searchOf(filters: ListFilters): string {
  const query = new URLSearchParams(filters);
  return query.size > 0 ? `?${query}` : '';
}

/** The same with one of them changed, or taken away. */
export function withFilter(filters: ListFilters, name: string, value: string | undefined): ListFilters {
  const { [name]: _, ...others } = filters;
  return value === undefined ? others : { ...others, [name]: value };
}

/** Those that have no control: the name of what they are about, and the value. */
export function chipsOf(filters: ListFilters): { name: string; value: string }[] {
  const others = Object.entries(filters).filter(([name]) => !controls.includes(name));
  return others.map(([name, value]) => ({ name, value }));
}
