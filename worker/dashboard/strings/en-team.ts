/** What is said of people, keys and the audit log, in English. */

import type { Action, Role, Scope } from '../../../core/access.ts';
import type { ProblemCode } from '../../../core/problems.ts';
import { pluralOf } from '../plural.ts';

const plural = pluralOf('en');

const roles: Record<Role, string> = { viewer: 'Viewer', editor: 'Editor', owner: 'Owner' };

/** As in "made them …". */
const asRoles: Record<Role, string> = { viewer: 'a viewer', editor: 'an editor', owner: 'an owner' };

const roleHints: Record<Role, string> = {
  viewer: 'Reads numbers and comments.',
  editor: 'Also changes surveys and responses, and exports.',
  owner: 'Also manages the site, its team and its keys.',
};

const scopes: Record<Scope, { name: string; hint: string }> = {
  read: { name: 'Read', hint: 'Numbers, comments and responses.' },
  write: { name: 'Write', hint: 'Mark, tag, anonymise and delete responses.' },
  export: { name: 'Export', hint: 'All responses of a survey, as CSV or JSON.' },
  manage: { name: 'Manage', hint: 'Change surveys and the settings of the site.' },
};

/** What was done; what it was done to stands after it. */
const actions: Record<Action, string> = {
  'session.begin': 'Signed in',
  'session.end': 'Ended a session',
  'passkey.make': 'Made a passkey',
  'passkey.change': 'Renamed a passkey',
  'passkey.remove': 'Removed a passkey',
  'person.change': 'Changed their name',
  'site.change': 'Changed the site',
  'site.move': 'Moved the site',
  'secret.read': 'Looked at the identity secret',
  'secret.rotate': 'Rotated the identity secret',
  'challenge.change': 'Changed Turnstile',
  'survey.change': 'Changed a survey',
  'survey.winner': 'Made a variant the survey',
  'response.change': 'Marked a response',
  'response.delete': 'Deleted a response',
  'response.anonymise': 'Anonymised a response',
  'person.erase': 'Erased a person',
  'responses.export': 'Exported responses',
  'member.invite': 'Invited',
  'member.join': 'Accepted the invitation of',
  'member.change': 'Changed a role',
  'member.remove': 'Removed a member',
  'member.link': 'Made a sign-in link',
  'member.leave': 'Left the site',
  'key.make': 'Made an API key',
  'key.rotate': 'Rotated an API key',
  'key.revoke': 'Revoked an API key',
  'share.make': 'Made a share link',
  'share.revoke': 'Revoked a share link',
  'audit.export': 'Exported this log',
};

const refused: Partial<Record<ProblemCode, string>> = {
  'last-owner': 'A site needs an owner. Make somebody else one first.',
  forbidden: 'You may not do that any more. Ask an owner.',
  'unknown-person': 'They are not a member any more.',
  'unknown-key': 'It was revoked or has expired already.',
  'unknown-passkey': 'It was removed already.',
  'rate-limited': 'That was tried too often. Try it again in a minute.',
  'signed-out': 'You are signed out.',
};

export const team = {
  roles,
  asRoles,
  roleHints,
  scopes,
  actions,
  refused,
  notReached: 'Opina cannot be reached. Nothing was changed.',
  done: 'Done',
  save: 'Save',
  saved: 'Saved',
  name: 'Name',
  role: 'Role',
  you: 'you',
  ofSite: 'Site administration',
  team: 'Team',
  keys: 'Keys and links',
  audit: 'Audit log',
  listFailed: 'This could not be read.',

  forbiddenTitle: 'Only owners can see this',
  forbiddenText: (site: string) => `Ask an owner of ${site} to make you one, or to look for you.`,

  account: 'Account',
  yourName: 'You',
  yourNameHint: 'As others on your sites see it.',
  administrator: 'Administrator',
  yourSites: 'Your sites',
  leave: 'Leave',
  leaveOf: (site: string) => `Leave ${site}`,
  leaveQuestion: (site: string) =>
    `Leave ${site}? You are signed out everywhere. To come in again to other sites you need a passkey or a new link.`,
  sessions: 'Sessions',
  sessionsHint: 'Where you are signed in. A session ends after 30 days, or after 7 without use.',
  unknownAgent: 'A browser or program',
  thisOne: 'this one',
  since: (moment: string) => `since ${moment}`,
  used: (ago: string) => `used ${ago}`,
  usedLately: 'used within the last hour',
  neverUsed: 'not used yet',
  end: 'End',
  endOf: (agent: string) => `End the session of ${agent}`,
  endOthers: 'End all others',
  signOutHint: 'Ends the session of this browser.',

  members: 'Members',
  noAddress: 'no address known',
  noMembers: 'There is no member yet. Administrators see every site without being one.',
  memberSince: (moment: string) => `since ${moment}`,
  roleOf: (name: string) => `Role of ${name}`,
  changeRole: 'Change',
  changeRoleOf: (name: string, role: string) => `Change the role of ${name} to ${role}`,
  remove: 'Remove',
  removeOf: (name: string) => `Remove ${name}`,
  removeQuestion: (name: string) => `Remove ${name}? They are signed out everywhere at once.`,
  newLink: 'New sign-in link',
  newLinkOf: (name: string) => `New sign-in link for ${name}`,
  newLinkQuestion: (name: string) =>
    `Make a link that signs in as ${name}? It is for when they cannot sign in any more.`,
  newLinkMake: 'Make the link',
  newLinkTitle: (name: string) => `Sign-in link for ${name}`,
  newLinkText: 'It works once, for 15 minutes. Whoever opens it is signed in as them: send it to nobody else.',

  invite: 'Invite',
  inviteTitle: 'Invite somebody',
  email: 'E-mail address',
  emailHint: 'Whom the link is for. It is sent there if Opina can send mail here, else by you.',
  emailWrong: 'This is not an e-mail address.',
  inviteMake: 'Make an invitation',
  invitedTitle: (email: string) => `Invitation for ${email}`,
  invitedText: (role: string, isSent: boolean) =>
    `${isSent ? 'It was sent by mail' : 'Nothing was sent: send it yourself'}. It works once, for 15 minutes. Whoever opens it becomes the member, as ${role}; whoever is signed in already joins as who they are.`,
  link: 'Link',

  apiKeys: 'API keys',
  apiKeysHint: 'For programs that read or change this site. Each is shown once, when it is made.',
  noKeys: 'There is no API key.',
  newKey: 'New API key',
  keyNameHint: 'What it is for, to know it by later.',
  mayDo: 'It may',
  expiry: 'Works for',
  ever: 'until it is revoked',
  daysLong: (days: number) => plural(days, { one: `${days} day`, other: `${days} days` }),
  oneYear: 'a year',
  makeKey: 'Make the key',
  keyTitle: (name: string) => `The key ${name}`,
  keyText: 'It is shown this once. Keep it where only the program finds it.',
  until: (moment: string) => `until ${moment}`,
  noEnd: 'does not expire',
  rotate: 'Rotate',
  rotateOf: (name: string) => `Rotate ${name}`,
  rotateQuestion: (name: string) => `Make another key like ${name}? The present one works on for as long as you say.`,
  rotateRun: 'Make the other key',
  overlap: 'Hours that the present one works on',
  overlapHint: '0 to 720.',
  revoke: 'Revoke',
  revokeOf: (name: string) => `Revoke ${name}`,
  revokeQuestion: (name: string) => `Revoke ${name}? What uses it is refused at once, and it cannot be brought back.`,
  noScope: 'Choose at least one.',
  noName: 'Say a name.',

  shares: 'Share links',
  sharesHint:
    'For people without an account: a page with one survey and nothing else of the site, with comments if you choose so.',
  noShares: 'There is no share link.',
  newShare: 'New share link',
  shareNameHint: 'Whom it is for, to know it by later.',
  withComments: 'With comments',
  withCommentsHint: 'Without, what visitors wrote stays with the team.',
  commentsToo: 'with comments',
  numbersAlone: 'numbers alone',
  makeShare: 'Make the link',
  shareTitle: (name: string) => `The link ${name}`,
  shareText: 'It is shown this once. Whoever has it can read the survey, until it expires or is revoked.',

  secret: 'Identity secret',
  secretHint:
    'The server of the site proves with it who a visitor is. Whoever knows it can pass for every visitor: keep it out of pages.',
  show: 'Show it',
  hide: 'Hide it',
  secretTitle: 'The secret',
  secretText: 'That it was shown is in the audit log.',
  rotateSecretQuestion: 'Make another secret? Proofs by the present one are believed for as long as you say.',
  rotateSecretRun: 'Make the other secret',

  action: 'What',
  actor: 'Who',
  anyAction: 'everything',
  anyActor: 'everybody',
  nobodyKnown: 'somebody',
  viaKey: (name: string) => `${name} (key)`,
  onlyActor: (name: string) => `Only what ${name} did`,
  asRole: (whom: string, role: string) => `${whom} as ${role}`,
  replacedBy: (one: string, other: string) => `${one}, now ${other}`,
  csv: 'Download all as CSV',
  noEntries: 'Nothing was done yet.',
  noSuchEntries: 'Nothing of that was done.',
  lookedThrough: 'Nothing of that among the newest entries. Look further back.',

  sharedTitle: 'This link does not work any more',
  sharedText: 'It has expired or was revoked, or it is not whole. Ask whoever sent it for a new one.',
  sharedNote: 'Shared to read',
};
