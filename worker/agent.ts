/** In this order: what a browser is called, most of which claim to be others too. */
const browsers = {
  'Edg\\w*': 'Edge',
  OPR: 'Opera',
  'Firefox|FxiOS': 'Firefox',
  '(?:Headless)?Chrome|CriOS': 'Chrome',
  Safari: 'Safari',
};
const systems = {
  'iPhone|iPad': 'iOS',
  Android: 'Android',
  Windows: 'Windows',
  'Mac OS X': 'macOS',
  CrOS: 'ChromeOS',
  Linux: 'Linux',
};

/** A browser and its system by name, as in `Firefox on Windows`: enough for its owner to know it, and no more. */
export function agentOf(userAgent = ''): string {
  const nameIn = (names: Record<string, string>) =>
    Object.entries(names).find(([pattern]) => new RegExp(`\\b(?:${pattern})\\b`, 'u').test(userAgent))?.[1];
  const [browser, system] = [nameIn(browsers), nameIn(systems)];
  return browser && system ? `${browser} on ${system}` : (browser ?? system ?? '');
}
