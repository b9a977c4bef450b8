import { defaultPeriod } from '../../../core/periods.ts';
import type { SiteListing } from '../../../core/results.ts';
import { strings } from '../language.ts';
import { Message } from '../parts/message.tsx';
import { hrefOf } from '../router.ts';

/** An address that leads nowhere, with every survey that can be read instead. */
export function Missing({ sites }: { sites: SiteListing[] }) {
  const links = sites.flatMap((site) =>
    site.surveys.map((survey) => ({
      href: hrefOf({ page: 'survey', site: site.id, survey: survey.id, period: defaultPeriod }),
      text: survey.name,
      site: site.name,
    })),
  );
  return (
    <Message
      title={strings.missingTitle}
      after={
        <ul class="rows">
          {links.map(({ href, text, site }) => (
            <li key={href}>
              <a href={href}>
                {text} <span class="muted">{site}</span>
              </a>
            </li>
          ))}
        </ul>
      }
    >
      {links.length > 0 ? strings.missingText : strings.missingAlone}
    </Message>
  );
}
