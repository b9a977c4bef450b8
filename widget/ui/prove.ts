import type { Post } from '../transport.ts';
import type { Session } from './parts.ts';

/** Where the site has Turnstile, and not in a test. What asks for the token is loaded then; failed, it is tried again. */
export function proveBy(session: Session): (() => void) | undefined {
  const { context, base } = session;
  if (!context.turnstile || base === undefined) return undefined;
  let proven: Promise<Post> | undefined;

  async function load(): Promise<Post> {
    try {
      return (await context._load('challenge')).start(context, session);
    } catch (error) {
      proven = undefined;
      return () => Promise.reject(error);
    }
  }

  const prove = () => {
    proven ??= load();
    return proven;
  };
  session.post = async (...rest) => (await prove())(...rest);
  return prove;
}
