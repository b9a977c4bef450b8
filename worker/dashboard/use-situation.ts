import { useEffect, useRef, useState } from 'preact/hooks';
import { goTo } from './location.ts';
import { hrefOf, type Route } from './router.ts';
import { type Situation, searchOf } from './simulator/situation.ts';

/** So long the typing rests before the address bar is changed: browsers refuse to note every key. */
const restMs = 200;

/** The situation of a URL and a way to change it: at once on the page, and soon after in the URL. */
export function useSituation(
  route: Extract<Route, { page: 'simulator' }>,
): [Situation, (change: Partial<Situation>) => void] {
  const [situation, setSituation] = useState(route.situation);
  const inUrl = searchOf(route.situation);
  const search = searchOf(situation);
  const written = useRef(inUrl);

  useEffect(() => {
    if (inUrl === written.current) return;
    written.current = inUrl;
    setSituation(route.situation);
  }, [inUrl]);

  useEffect(() => {
    if (search === written.current) return;
    const timer = setTimeout(() => {
      written.current = search;
      goTo(hrefOf({ ...route, situation }), { replace: true });
    }, restMs);
    return () => clearTimeout(timer);
  }, [search, route.site]);

  return [situation, (change) => setSituation((old) => ({ ...old, ...change }))];
}
