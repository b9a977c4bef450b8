import { useCallback, useState } from 'preact/hooks';
import { strings } from '../language.ts';
import { Periods } from '../parts/periods.tsx';
import type { Route } from '../router.ts';
import { SharedOver } from './shared-over.tsx';
import { SurveyPage } from './survey.tsx';

/** A survey as whoever has a share link sees it: its numbers, and no way to anything else. */
export function SharedPage({ route }: { route: Extract<Route, { page: 'survey' }> }) {
  const [isOver, setOver] = useState(false);
  const end = useCallback(() => setOver(true), []);
  if (isOver) return <SharedOver />;
  return (
    <>
      <header class="top">
        <span class="brand">{strings.product}</span>
        <div class="pickers">
          <span class="menu-alone muted">{strings.sharedNote}</span>
        </div>
        <Periods route={route} />
      </header>
      <SurveyPage route={route} sites={undefined} checkAccess={end} />
    </>
  );
}
