import { commonFacets, type FacetName } from '../../../core/facets.ts';
import type { Breakdown, Group, Results } from '../../../core/results.ts';
import { facetText, valueText } from '../facet-text.ts';
import { numbers, strings, times } from '../language.ts';
import { hrefOf, type Route } from '../router.ts';
import { scaleText } from '../scale-text.ts';
import { useBreakdown } from '../use-breakdown.ts';

interface BreakdownProps {
  route: Extract<Route, { page: 'survey' }>;
  results: Results;
}

/** The score for each value of a facet, or of two: which one is in the address, and nothing is read before. */
export function BreakdownPanel({ route, results }: BreakdownProps) {
  const { by = [] } = route;
  const [first] = by;
  const facets = [
    ...commonFacets.filter((name) => name !== 'variant' || results.survey.hasVariants),
    ...(results.site.facets ?? []).map((name) => `property.${name}` as const),
  ];
  return (
    <section class="card breakdown" aria-labelledby="breakdown">
      <h2 id="breakdown">{strings.breakdown}</h2>
      <Facets label={strings.breakdown} {...{ route, facets }} place={0} />
      {first && (
        <Facets label={strings.andBy} {...{ route, facets: facets.filter((name) => name !== first) }} place={1} />
      )}
      {first && <Values {...{ route, results }} by={by} />}
    </section>
  );
}

interface FacetsProps {
  label: string;
  route: BreakdownProps['route'];
  facets: FacetName[];
  /** Which of the two facets is chosen here; the one that is chosen leads back to none. */
  place: 0 | 1;
}

function Facets({ label, route, facets, place }: FacetsProps) {
  const by = route.by ?? [];
  const before = by.slice(0, place);
  return (
    <nav class="facets" aria-label={label}>
      {place > 0 && <span class="muted">{label}</span>}
      {facets.map((name) => {
        const isCurrent = by[place] === name;
        const after = place === 0 ? by.slice(1, 2).filter((other) => other !== name) : [];
        const chosen = isCurrent ? before : [...before, name, ...after];
        return (
          <a key={name} href={hrefOf({ ...route, by: chosen })} aria-current={isCurrent ? 'true' : undefined}>
            {facetText(name)}
          </a>
        );
      })}
    </nav>
  );
}

function Values({ route, results, by }: BreakdownProps & { by: readonly FacetName[] }) {
  // Variants on other scales are among the values.
  const n = results.otherScales.reduce((sum, other) => sum + other.n, results.current.n);
  const { breakdown, isFailed, look, again } = useBreakdown({ ...route, by }, n);
  if (isFailed)
    return (
      <p role="status">
        {strings.offlineAtFirst}{' '}
        <button type="button" class="quiet" onClick={again}>
          {strings.tryNow}
        </button>
      </p>
    );
  if (!breakdown) return <p class="muted">{strings.loading}</p>;
  if (!breakdown.groups) return <Price rows={breakdown.rowsToRead ?? 0} look={look} />;
  if (breakdown.groups.length === 0) return <p class="muted">{strings.nobodySaid}</p>;
  return <Groups breakdown={breakdown} />;
}

/** What it takes to combine facets, before it is done. */
function Price({ rows, look }: { rows: number; look: () => void }) {
  return (
    <p>
      {strings.rowsToRead(rows, numbers.count(rows))}{' '}
      <button type="button" class="primary" onClick={look}>
        {strings.look}
      </button>
    </p>
  );
}

function Groups({ breakdown }: { breakdown: Breakdown }) {
  const { by, groups = [], other, lookedTo } = breakdown;
  const hasViews = groups.some(({ views }) => views > 0);
  const columns = [strings.responses, strings.score, strings.interval, ...(hasViews ? [strings.responseRate] : [])];
  const rowOf = (group: Group, names: string[]) => (
    <Row key={[...names, group.scale].join('\n')} {...{ group, names, hasViews }} />
  );
  return (
    <div class="scroll">
      <table>
        <thead>
          <tr>
            {by.map((facet) => (
              <th key={facet} class="of-value" scope="col">
                {facetText(facet)}
              </th>
            ))}
            {columns.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {groups.map((group) =>
            rowOf(
              group,
              group.values.map((value, at) => valueText(by[at] ?? 'page', value)),
            ),
          )}
          {other && rowOf(other, [strings.otherValues, ...by.slice(1).map(() => '')])}
        </tbody>
      </table>
      {other && <p class="muted">{strings.otherHint}</p>}
      {lookedTo !== undefined && <p class="muted">{strings.lookedSince(times.moment(lookedTo))}</p>}
    </div>
  );
}

function Row({ group, names, hasViews }: { group: Group; names: string[]; hasViews: boolean }) {
  const { n, score, scale, responseRate } = group;
  const text = score && numbers.estimate(score, score.unit);
  const [name, ...others] = names;
  return (
    <tr>
      <th scope="row">{name}</th>
      {others.map((value) => (
        <th key={value} scope="row">
          {value}
        </th>
      ))}
      <td>{numbers.count(n)}</td>
      <td>
        {text?.value ?? strings.noRate}
        {text && scale && <span class="muted"> {scaleText(scale)}</span>}
      </td>
      <td>{text?.interval ? strings.to(text.interval.low, text.interval.high) : strings.noRate}</td>
      {hasViews && <td>{responseRate ? numbers.estimate(responseRate, 'share').value : strings.noRate}</td>}
    </tr>
  );
}
