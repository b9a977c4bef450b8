import { strings } from '../language.ts';
import { Message } from '../parts/message.tsx';

/** What a share link leads to that shows nothing any more. */
export function SharedOver() {
  return <Message title={strings.sharedTitle}>{strings.sharedText}</Message>;
}
