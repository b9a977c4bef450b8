import type { App } from './env.ts';
import { traceOf } from './problem.ts';

interface InvitationMail {
  to: string;
  site: string;
  /** The whole address. */
  link: string;
  minutes: number;
}

/** Sends an invitation, where the deployment can send mail; says whether it was sent. What went wrong is logged. */
export async function mailInvitation(
  { EMAIL, MAIL_FROM }: App['Bindings'],
  { to, site, link, minutes }: InvitationMail,
): Promise<boolean> {
  if (!EMAIL || !MAIL_FROM) return false;
  const text = `You are invited to read what customers say to ${site}.\n\n${link}\n\nThe link works once, for ${minutes} minutes, and makes whoever opens it a member.\n`;
  // A header has one line, and a site's name may have more.
  const subject = `${site.replace(/\s+/gu, ' ')}: what customers say`;
  try {
    await EMAIL.send({ from: MAIL_FROM, to, subject, text });
    return true;
  } catch (error) {
    console.error(JSON.stringify({ mail: 'invitation', error: traceOf(error) }));
    return false;
  }
}
