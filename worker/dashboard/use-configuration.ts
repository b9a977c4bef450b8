import { useEffect, useRef, useState } from 'preact/hooks';
import type { SurveyConfig } from '../../core/contract.ts';
import { getConfiguration } from './api.ts';
import { pageWatch } from './page-watch.ts';
import { type Poll, poll } from './poll.ts';

/** The live surveys of a site, as its pages have them. */
export interface Configuration {
  status: 'loading' | 'fresh' | 'missing' | 'failed';
  surveys?: readonly SurveyConfig[];
}

/** Surveys change seldom; a page that becomes visible asks at once. */
const everyMs = 30_000;

/** What the pages of a site are told, and a way to ask for it now. */
export function useConfiguration(site: string): [Configuration, () => void] {
  const [configuration, setConfiguration] = useState<Configuration>({ status: 'loading' });
  const polling = useRef<Poll>();
  useEffect(() => {
    setConfiguration({ status: 'loading' });
    polling.current = poll(
      async (signal) => {
        const answer = await getConfiguration(site, signal);
        if (signal.aborted) return false;
        const isMissing = answer.kind === 'problem' && answer.code === 'unknown-site';
        if (isMissing) setConfiguration({ status: 'missing' });
        else if (answer.kind === 'data') setConfiguration({ status: 'fresh', surveys: answer.data.surveys });
        else setConfiguration((old) => ({ ...old, status: 'failed' }));
        return answer.kind === 'data';
      },
      everyMs,
      pageWatch,
    );
    return () => polling.current?.stop();
  }, [site]);
  return [configuration, () => polling.current?.again()];
}
