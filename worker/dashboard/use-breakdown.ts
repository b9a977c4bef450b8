import { useEffect, useState } from 'preact/hooks';
import type { FacetName } from '../../core/facets.ts';
import type { Breakdown } from '../../core/results.ts';
import { type BreakdownPath, getBreakdown } from './api.ts';

interface State {
  breakdown?: Breakdown;
  isFailed: boolean;
}

/** A breakdown; by one facet it is read again whenever `n` changes, by several when it is told to `look`. */
export function useBreakdown({ site, survey, period, scale, by, key: share }: BreakdownPath, n: number) {
  const [state, setState] = useState<State>({ isFailed: false });
  const [upTo, setUpTo] = useState<number>();
  const [tries, setTries] = useState(0);
  const key = `${site}/${survey}/${period}/${scale ?? ''}/${by}`;
  const isOne = by.length === 1;
  const facets = by.join(' ');

  useEffect(() => {
    setState({ isFailed: false });
    setUpTo(undefined);
  }, [key]);
  useEffect(() => {
    const left = new AbortController();
    const path = {
      ...{ site, survey, period, scale, key: share, by: facets.split(' ') as FacetName[] },
      ...(upTo !== undefined && { upTo }),
    };
    void getBreakdown(path, left.signal).then((answer) => {
      if (left.signal.aborted) return;
      if (answer.kind === 'data') setState({ breakdown: answer.data, isFailed: false });
      else setState((old) => ({ ...old, isFailed: true }));
    });
    return () => left.abort();
  }, [site, survey, period, scale, share, facets, upTo, tries, isOne && n]);

  const mostRows = 50_000;
  const look = () => setUpTo(Math.min(mostRows, state.breakdown?.rowsToRead ?? 0));
  return { ...state, look, again: () => setTries(tries + 1) };
}
