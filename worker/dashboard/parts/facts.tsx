import type { ComponentChildren } from 'preact';
import type { Estimate } from '../../../core/metrics.ts';
import type { Summary } from '../../../core/results.ts';
import { numbers, strings } from '../language.ts';

/** How many answered, and how many of those who were asked. */
export function Facts({ summary }: { summary: Summary }) {
  const { n, views, responseRate, commentRate } = summary;
  const asked = responseRate ? strings.ofViews(numbers.count(views)) : strings.viewsNotCounted;
  return (
    <dl class="facts">
      <Fact name={strings.responses} value={numbers.count(n)}>
        {asked}
      </Fact>
      <Rate name={strings.responseRate} rate={responseRate} />
      <Rate name={strings.commentRate} rate={commentRate} />
    </dl>
  );
}

function Rate({ name, rate }: { name: string; rate: Estimate | undefined }) {
  if (!rate) return <Fact name={name} value={strings.noRate} />;
  const { value, interval } = numbers.estimate(rate, 'share');
  return (
    <Fact name={name} value={value}>
      {interval && strings.to(interval.low, interval.high)}
    </Fact>
  );
}

/** A name over its number, and what belongs beside it. */
export function Fact({ name, value, children }: { name: string; value: string; children?: ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        {value}
        <span class="beside">{children}</span>
      </dd>
    </div>
  );
}
