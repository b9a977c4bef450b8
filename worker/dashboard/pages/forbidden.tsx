import { strings } from '../language.ts';
import { Message } from '../parts/message.tsx';

/** A page that is there, for others. */
export function Forbidden({ site }: { site: string }) {
  return (
    <Message title={strings.forbiddenTitle} after={<a href="/">{strings.toResults}</a>}>
      {strings.forbiddenText(site)}
    </Message>
  );
}
