import type { ResponseListing } from '../../../core/results.ts';
import { type ScaleName, scales } from '../../../core/scales.ts';
import { groupOf } from '../charts/bar-plot.ts';
import { numbers, strings, times } from '../language.ts';
import { useNow } from '../use-now.ts';

interface CommentsProps {
  comments: ResponseListing[];
  scale: ScaleName;
  language: string;
  /** Where all of them are, for whoever may see that. */
  href: string | undefined;
}

/** The newest words of the customers, exactly as written. */
export function Comments({ comments, scale, language, href }: CommentsProps) {
  const now = useNow();
  return (
    <section class="card comments" aria-labelledby="comments">
      <div class="card-head">
        <h2 id="comments">{strings.comments}</h2>
        {href && <a href={href}>{strings.allResponses}</a>}
      </div>
      {comments.length === 0 && <p class="muted">{strings.noComments}</p>}
      <ul class="rows">
        {comments.map((response) => (
          <Comment key={response.id} {...{ response, scale, language, now }} />
        ))}
      </ul>
    </section>
  );
}

interface CommentProps {
  response: ResponseListing;
  scale: ScaleName;
  language: string;
  now: number;
}

function Comment({ response: { score, comment, page, at }, scale, language, now }: CommentProps) {
  const value = numbers.count(score);
  return (
    <li class="comment">
      <p class="given" data-group={groupOf(scales[scale], score)}>
        <span class="hidden">{strings.scored(value)}</span>
        <span aria-hidden="true">{value}</span>
      </p>
      <blockquote lang={language} dir="auto">
        {comment}
      </blockquote>
      <p class="meta">
        <time dateTime={new Date(at).toISOString()} title={times.moment(at)}>
          {times.ago(at, now)}
        </time>
        {page && <span class="page">{page}</span>}
      </p>
    </li>
  );
}
