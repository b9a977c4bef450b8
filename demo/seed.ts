import type { Site, Survey } from '../core/contract.ts';
import { openApi } from './api.ts';

const sitePath = '/api/sites/shop';
const surveyPath = `${sitePath}/surveys/nps`;

/** Makes the shop's site and survey, and the origin it is served from, where they are missing; changes nothing else. */
export async function seed({ opina, token, shopOrigin }: { opina: string; token: string; shopOrigin: string }) {
  const api = openApi({ opina, token });
  const site = (await api.get<Site>(sitePath)) ?? { name: 'Folha & Filho', origins: [] };
  const missing = originsOf(shopOrigin).filter((origin) => !site.origins.includes(origin));
  if (missing.length > 0) await api.put(sitePath, { ...site, origins: [...site.origins, ...missing] });
  if (!(await api.get<Survey>(surveyPath))) await api.put(surveyPath, npsSurvey(shopOrigin));
}

/** The shop is at home under both names of this machine. */
function originsOf(shopOrigin: string): string[] {
  const localhost = new URL(shopOrigin);
  localhost.hostname = 'localhost';
  return [shopOrigin, localhost.origin];
}

function npsSurvey(shopOrigin: string): Survey {
  return {
    name: 'After your visit',
    scale: 'nps',
    status: 'live',
    language: 'en',
    question: 'How likely are you to recommend Folha & Filho to a friend or colleague?',
    low: 'Not at all likely',
    high: 'Extremely likely',
    followUp: 'What is the main reason for your score?',
    thanks: 'Thank you. We read every word.',
    privacyUrl: `${shopOrigin}/privacy.html`,
    delay: 2,
    quiet: { response: 90, dismissal: 14, others: 30 },
  };
}
