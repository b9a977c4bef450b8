import type { SiteListing } from '../../../../core/results.ts';
import { strings } from '../../language.ts';
import { hrefOf } from '../../router.ts';
import { searchOf, usual } from '../../simulator/situation.ts';
import { DoneFields } from './done-fields.tsx';
import type { FieldsProps } from './fields.ts';
import { MemoryFields } from './memory-fields.tsx';
import { MomentFields } from './moment-fields.tsx';
import { PageFields } from './page-fields.tsx';
import { VisitorFields } from './visitor-fields.tsx';

interface SituationFormProps extends FieldsProps {
  site: SiteListing;
  home: string;
}

/** Everything that decides who is asked, the page first and open, the rest behind what it comes to. */
export function SituationForm({ site, home, ...fields }: SituationFormProps) {
  return (
    <section class="card situation" aria-labelledby="situation">
      <div class="card-head">
        <h2 id="situation">{strings.situation}</h2>
        {searchOf(fields.situation) && (
          <a class="start-over" href={hrefOf({ page: 'simulator', site: site.id, situation: usual })}>
            {strings.startOver}
          </a>
        )}
      </div>
      <PageFields {...fields} site={site} home={home} />
      <VisitorFields {...fields} />
      <MemoryFields {...fields} />
      <DoneFields {...fields} listings={site.surveys} />
      <MomentFields {...fields} />
    </section>
  );
}
