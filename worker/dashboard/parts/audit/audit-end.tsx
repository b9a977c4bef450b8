import { strings } from '../../language.ts';
import type { AuditListing } from '../../use-audit.ts';
import { ListFoot } from '../list-foot.tsx';

interface AuditEndProps {
  listing: AuditListing;
  isFiltered: boolean;
  readOn: () => void;
}

/** Whether that is all, and the way on. */
export function AuditEnd({ listing, isFiltered, readOn }: AuditEndProps) {
  const { status, next } = listing;
  const action = status === 'failed' ? strings.tryNow : next && strings.older;
  return <ListFoot text={textOf(listing, isFiltered)} isLoading={status === 'loading'} {...{ action, readOn }} />;
}

function textOf({ status, entries, next }: AuditListing, isFiltered: boolean): string {
  if (status === 'loading') return strings.loading;
  if (status === 'failed') return strings.listFailed;
  if (next !== undefined) return entries.length === 0 ? strings.lookedThrough : '';
  if (entries.length > 0) return strings.allShown;
  return isFiltered ? strings.noSuchEntries : strings.noEntries;
}
