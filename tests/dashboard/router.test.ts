import { expect, test } from 'vitest';
import { hrefOf, parseRoute } from '../../worker/dashboard/router.ts';
import { usual } from '../../worker/dashboard/simulator/situation.ts';

test('every page that has an address is found again by it', () => {
  const routes = [
    { page: 'home' },
    { page: 'sign-in' },
    { page: 'account' },
    { page: 'site', site: 'shop' },
    { page: 'survey', site: 'shop', survey: 'after-delivery', period: '90d' },
    { page: 'survey', site: 'shop', survey: 'nps', period: '28d', by: ['device', 'property.plan'] },
    { page: 'survey', site: 'shop', survey: 'nps', period: '28d', by: ['page'], scale: 'csat' },
    { page: 'responses', site: 'shop', survey: 'nps', filters: { text: '"a b" c*', 'property.plan': 'x&y', page: '' } },
    { page: 'simulator', site: 'shop', situation: { ...usual, url: '/a?b=c', did: { 'nps.response': '3' } } },
  ] as const;
  for (const route of routes) {
    const { pathname, search } = new URL(hrefOf(route), 'https://opina.example');
    expect(parseRoute(pathname, search)).toEqual(route);
  }
});

test('a survey without a period, or with one that does not exist, is shown for 28 days', () => {
  for (const search of ['', '?period=', '?period=1d', '?period=toString', '?other=7d'])
    expect(parseRoute('/sites/shop/surveys/nps', search)).toMatchObject({ page: 'survey', period: '28d' });
});

test('a scale that there is not is that of the survey', () => {
  for (const search of ['?scale=', '?scale=toString', '?scale=CSAT'])
    expect(parseRoute('/sites/shop/surveys/nps', search)).not.toHaveProperty('scale');
});

test('what is no filter of a list, or cannot be the value of one, is left out', () => {
  const search = '?group=best&comment=true&cursor=a&survey=b&property.a%20b=c&toString=d&device=phone';
  expect(parseRoute('/sites/shop/surveys/nps/responses', search)).toMatchObject({
    filters: { comment: 'true', device: 'phone' },
  });
});

test('a slash at the end changes nothing', () => {
  expect(parseRoute('/sites/shop/')).toEqual({ page: 'site', site: 'shop' });
});

test('what is no page, and what cannot be the name of a site or survey, is unknown', () => {
  const paths = [
    '/sites',
    '/other',
    '/sign-in/x',
    '/sites/Shop',
    '/sites/a b',
    '/sites/%',
    '/sites/shop/other',
    '/sites/shop/simulator/nps',
    '/sites/shop/surveys',
  ];
  for (const path of [...paths, '/sites/shop/surveys/-', '/sites/shop/surveys/nps/more'])
    expect(parseRoute(path), path).toEqual({ page: 'unknown' });
});
