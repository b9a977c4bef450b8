import { strings } from './language.ts';
import { usePlace } from './location.ts';
import { AccountPage } from './pages/account.tsx';
import { Landing } from './pages/landing.tsx';
import { Missing } from './pages/missing.tsx';
import { ResponsesPage } from './pages/responses.tsx';
import { SharedPage } from './pages/shared.tsx';
import { SharedOver } from './pages/shared-over.tsx';
import { SignIn } from './pages/sign-in.tsx';
import { SimulatorPage } from './pages/simulator.tsx';
import { SitePage } from './pages/site-page.tsx';
import { SurveyPage } from './pages/survey.tsx';
import { Header } from './parts/header.tsx';
import { Message } from './parts/message.tsx';
import { PasskeyOffer } from './parts/passkey-offer.tsx';
import { SignedOut } from './parts/signed-out.tsx';
import { parseRoute, type Route } from './router.ts';
import { type Access, useAccess } from './use-access.ts';

/** The whole dashboard: one URL, one page. */
export function App() {
  const { pathname, search, hash } = usePlace();
  const route = parseRoute(pathname, search, hash);
  if (route.page === 'sign-in') return <SignIn hash={hash} />;
  if (route.page === 'no-share') return <SharedOver />;
  if (route.page === 'survey' && route.key !== undefined) return <SharedPage key={route.key} route={route} />;
  return <Team route={route} />;
}

function Team({ route }: { route: Route }) {
  const [access, checkAccess] = useAccess();
  if (access.status === 'signed-out') return <SignedOut onSignedIn={checkAccess} />;
  return (
    <>
      <Header route={route} access={access} onSignedOut={checkAccess} />
      {access.status === 'in' && <PasskeyOffer />}
      <Page route={route} access={access} checkAccess={checkAccess} />
    </>
  );
}

function Page({ route, access, checkAccess }: { route: Route; access: Access; checkAccess: () => void }) {
  if (route.page === 'survey') return <SurveyPage route={route} sites={access.sites} checkAccess={checkAccess} />;
  if (access.status === 'unreachable')
    return (
      <Message title={strings.offlineAtFirst} action={{ text: strings.tryNow, run: checkAccess }}>
        {strings.offlineNext}
      </Message>
    );
  if (!access.sites) return <main aria-busy="true" />;
  if (route.page === 'simulator') return <SimulatorPage key={route.site} route={route} sites={access.sites} />;
  if (route.page === 'responses')
    return (
      <ResponsesPage
        key={`${route.site}/${route.survey}`}
        route={route}
        sites={access.sites}
        checkAccess={checkAccess}
      />
    );
  if (route.page === 'account') return <AccountPage access={access} checkAccess={checkAccess} />;
  if (route.page === 'team' || route.page === 'keys' || route.page === 'audit')
    return <SitePage route={route} access={access} checkAccess={checkAccess} />;
  if (route.page === 'home' || route.page === 'site')
    return <Landing site={route.page === 'site' ? route.site : undefined} {...access} sites={access.sites} />;
  return <Missing sites={access.sites} />;
}
