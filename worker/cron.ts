/** As in wrangler.toml. */
export const cronMs = 5 * 60_000;

/** A job that has not run for three turns of the cron is late. */
export const lateMs = 3 * cronMs;
