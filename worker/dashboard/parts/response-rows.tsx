import { commonFacets } from '../../../core/facets.ts';
import type { ResponseItem } from '../../../core/lists.ts';
import { type ScaleName, scales } from '../../../core/scales.ts';
import { groupOf } from '../charts/bar-plot.ts';
import { numbers, strings, times } from '../language.ts';
import { scaleText } from '../scale-text.ts';
import { useNow } from '../use-now.ts';

interface ResponseRowsProps {
  items: ResponseItem[];
  scale: ScaleName;
  language: string;
  /** Where the list leads that has one value of a facet alone. */
  hrefOf: (name: string, value: string) => string;
}

/** Responses as they were given: the score, the words, and where and how. */
export function ResponseRows({ items, scale, language, hrefOf }: ResponseRowsProps) {
  const now = useNow();
  return (
    <ul class="rows">
      {items.map((response) => (
        <ResponseRow key={response.id} {...{ response, scale, language, hrefOf, now }} />
      ))}
    </ul>
  );
}

interface ResponseRowProps extends Omit<ResponseRowsProps, 'items'> {
  response: ResponseItem;
  now: number;
}

function ResponseRow({ response, scale, language, hrefOf, now }: ResponseRowProps) {
  const { score, comment, at, scale: other } = response;
  const value = numbers.count(score);
  return (
    <li class="comment">
      <p class="given" data-group={groupOf(scales[other ?? scale], score)}>
        <span class="hidden">{strings.scored(value)}</span>
        <span aria-hidden="true">{value}</span>
      </p>
      {comment === undefined ? (
        <p class="muted">{response.wordsRemoved ? strings.wordsRemoved : strings.noComment}</p>
      ) : (
        <blockquote lang={language} dir="auto">
          {comment}
        </blockquote>
      )}
      <p class="meta">
        <time dateTime={new Date(at).toISOString()} title={times.moment(at)}>
          {times.ago(at, now)}
        </time>
        {other && <span>{scaleText(other)}</span>}
        {facetsOf(response).map(([name, text]) => (
          <a key={name} class="page" href={hrefOf(name, text)} aria-label={strings.onlyWith(name, text)}>
            {text}
          </a>
        ))}
      </p>
    </li>
  );
}

/** The stage is that of the survey, so the same for all. */
function facetsOf(response: ResponseItem): [string, string][] {
  const common = commonFacets.filter((name) => name !== 'stage').map((name) => [name, response[name] ?? ''] as const);
  const properties = Object.entries(response.properties ?? {}).map(
    ([name, value]) => [`property.${name}`, typeof value === 'boolean' ? `${Number(value)}` : `${value}`] as const,
  );
  return [...common, ...properties].filter(([, value]) => value !== '').map(([name, value]) => [name, value]);
}
