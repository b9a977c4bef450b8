import { strings, times } from '../language.ts';
import type { Listing } from '../use-list.ts';
import { ListFoot } from './list-foot.tsx';

interface ListEndProps {
  listing: Listing;
  isFiltered: boolean;
  readOn: () => void;
}

/** How far the list goes, and the way on: a page of it looks through a part of what there is. */
export function ListEnd({ listing, isFiltered, readOn }: ListEndProps) {
  const { status } = listing;
  const action = status === 'failed' || status === 'indexing' ? strings.tryNow : listing.cursor && strings.older;
  return <ListFoot text={textOf(listing, isFiltered)} isLoading={status === 'loading'} {...{ action, readOn }} />;
}

function textOf({ status, items, cursor, lookedTo }: Listing, isFiltered: boolean): string {
  if (status === 'loading') return strings.loading;
  if (status === 'failed') return strings.listOffline;
  if (status === 'indexing') return strings.indexing;
  if (status === 'refused') return strings.filterRefused;
  const said = items.length > 0 ? strings.lookedTo : strings.lookedInVain;
  if (cursor !== undefined && lookedTo !== undefined) return said(times.shortMoment(lookedTo));
  if (items.length > 0) return strings.allShown;
  return isFiltered ? strings.noneSuch : strings.noResponsesYet;
}
