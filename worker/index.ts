import { app } from './app.ts';
import type { App } from './env.ts';
import { runJobs } from './jobs.ts';

export default {
  fetch: app.fetch,
  scheduled: ({ scheduledTime }, { DB }) => runJobs(DB, scheduledTime),
} satisfies ExportedHandler<App['Bindings']>;
