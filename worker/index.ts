import { app } from './app.ts';
import type { App } from './env.ts';

export { SiteWriter } from './site-writer.ts';

export default {
  fetch: app.fetch,
  scheduled: async ({ scheduledTime }, env) => (await import('./jobs.ts')).runJobs(env, scheduledTime),
} satisfies ExportedHandler<App['Bindings']>;
