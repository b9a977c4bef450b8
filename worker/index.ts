import { app } from './app.ts';
import type { App } from './env.ts';
import { runJobs } from './jobs.ts';

export { SiteWriter } from './site-writer.ts';

export default {
  fetch: app.fetch,
  scheduled: ({ scheduledTime }, env) => runJobs(env, scheduledTime),
} satisfies ExportedHandler<App['Bindings']>;
