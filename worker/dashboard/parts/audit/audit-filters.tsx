import { actions } from '../../../../core/access.ts';
import { strings } from '../../language.ts';
import { goTo } from '../../location.ts';
import { hrefOf, type Route } from '../../router.ts';
import { SelectField } from '../select-field.tsx';

interface AuditFiltersProps {
  route: Extract<Route, { page: 'audit' }>;
  /** Names by actor. */
  people: ReadonlyMap<string, string>;
}

/** What of the log is wanted, which is in the URL. */
export function AuditFilters({ route, people }: AuditFiltersProps) {
  const { site, action, actor } = route;
  const known = [...people].filter(([id]) => id !== '');
  const actors = actor === undefined || people.has(actor) ? known : [[actor, actor] as const, ...known];
  return (
    <search class="filters">
      <SelectField
        name="action"
        label={strings.action}
        value={action ?? ''}
        options={[
          { value: '', text: strings.anyAction },
          ...actions.map((value) => ({ value, text: strings.actions[value] })),
        ]}
        onText={(text) => {
          const chosen = actions.find((each) => each === text);
          goTo(hrefOf({ page: 'audit', site, ...(chosen && { action: chosen }), ...(actor && { actor }) }), {
            replace: true,
          });
        }}
      />
      <SelectField
        name="actor"
        label={strings.actor}
        value={actor ?? ''}
        options={[{ value: '', text: strings.anyActor }, ...actors.map(([value, text]) => ({ value, text }))]}
        onText={(text) =>
          goTo(hrefOf({ page: 'audit', site, ...(action && { action }), ...(text && { actor: text }) }), {
            replace: true,
          })
        }
      />
    </search>
  );
}
