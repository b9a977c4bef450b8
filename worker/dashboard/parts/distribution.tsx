import { useRef } from 'preact/hooks';
import type { Score } from '../../../core/metrics.ts';
import { type ScaleName, scales } from '../../../core/scales.ts';
import { type Anchor, anchorsOf, type Bar, barPlot, type Span } from '../charts/bar-plot.ts';
import { numbers, strings } from '../language.ts';
import { useWidth } from '../use-width.ts';
import { TableTwin } from './table-twin.tsx';

interface DistributionProps {
  counts: number[];
  groups: Score['groups'];
  scale: ScaleName;
}

const height = 200;
const floor = 136;

/** How often each score was given, in the groups that make the headline. */
export function Distribution({ counts, groups, scale }: DistributionProps) {
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const { bars, spans } = barPlot(scale, counts, { width, top: 20, bottom: floor });
  const n = groups.low + groups.middle + groups.high;
  const names = strings.metrics[scales[scale].metric];
  const anchors = anchorsOf(
    spans,
    spans.map(({ group }) => names[group]),
  );
  const shareOf = (part: number) => numbers.share(part, n);
  return (
    <section class="card distribution" aria-labelledby="distribution">
      <div class="card-head">
        <h2 id="distribution">{strings.distribution}</h2>
      </div>
      <div class="plot" ref={box}>
        <svg role="img" aria-label={strings.distributionLabel} width={width} height={height}>
          {width > 0 && bars.map((bar) => <ScoreBar key={bar.score} bar={bar} share={shareOf(bar.count)} />)}
          {width > 0 &&
            spans.map((span, i) => (
              <GroupLabel
                key={span.group}
                span={span}
                at={anchors[i] ?? { x: span.x, anchor: 'start' }}
                name={names[span.group]}
                share={shareOf(groups[span.group])}
              />
            ))}
        </svg>
      </div>
      <TableTwin
        head={[strings.score, strings.count, strings.share]}
        rows={bars.map(({ score, count }) => [numbers.count(score), numbers.count(count), shareOf(count)])}
      />
    </section>
  );
}

function ScoreBar({ bar: { score, count, group, x, y, width, height }, share }: { bar: Bar; share: string }) {
  const middle = x + width / 2;
  return (
    <>
      {count > 0 && (
        <text class="tick" x={middle} y={y - 5} text-anchor="middle">
          {width < 30 ? share.replace(/\s?%/, '') : share}
        </text>
      )}
      {count > 0 && <rect class="bar" data-group={group} {...{ x, y, width, height }} />}
      <text x={middle} y={floor + 18} text-anchor="middle">
        {numbers.count(score)}
      </text>
    </>
  );
}

interface GroupLabelProps {
  span: Span;
  at: Anchor;
  name: string;
  share: string;
}

function GroupLabel({ span: { group, x, width }, at, name, share }: GroupLabelProps) {
  return (
    <>
      <rect class="bar" data-group={group} x={x} y={floor + 28} width={width} height="2" />
      <text class="value" x={at.x} y={floor + 46} text-anchor={at.anchor}>
        {share}
      </text>
      <text class="tick" x={at.x} y={floor + 62} text-anchor={at.anchor}>
        {name}
      </text>
    </>
  );
}
