/** Who may do what: the roles of people, the scopes of keys, and what a route has to be allowed for. */

/** Of a person on a site. Each may do what those before it may; an administrator may what an owner may, everywhere. */
export const roles = ['viewer', 'editor', 'owner'] as const;
export type Role = (typeof roles)[number];

export function isRole(text: string): text is Role {
  return (roles as readonly string[]).includes(text);
}

/** Of an API key of a site. */
export const scopes = ['read', 'write', 'export', 'manage'] as const;
export type Scope = (typeof scopes)[number];

/** Of a share link, which is a key to one survey. */
export const shareScopes = ['view', 'comments'] as const;
export type ShareScope = (typeof shareScopes)[number];

/** What a key says by itself: its id, by which it is found, and 256 bits that nobody else has. */
export const keyPattern = /^opina_([0-9a-f]{12})_[0-9a-f]{64}$/u;

/** What can be done to a site: the least role, and the scopes of which one will do. */
export const rights = {
  /** The numbers of a survey. */
  view: { role: 'viewer', scopes: ['read', 'view'] },
  /** What visitors wrote. */
  comments: { role: 'viewer', scopes: ['read', 'comments'] },
  read: { role: 'viewer', scopes: ['read'] },
  /** To responses: mark, tag, delete. */
  write: { role: 'editor', scopes: ['write'] },
  export: { role: 'editor', scopes: ['export'] },
  /** To surveys. */
  edit: { role: 'editor', scopes: ['manage'] },
  /** To the site's settings. */
  manage: { role: 'owner', scopes: ['manage'] },
  /** To its secrets, and to who may do what: for people alone. */
  own: { role: 'owner', scopes: [] },
  /** To be a member no more. */
  leave: { role: 'viewer', scopes: [] },
} as const satisfies Record<string, { role: Role; scopes: readonly (Scope | ShareScope)[] }>;
export type Right = keyof typeof rights;

/** Whom a route is for: `anyone`, any `person` who is signed in, an `admin`, or whoever has that right on its site. */
export type Access = Right | 'anyone' | 'person' | 'admin';

export function mayAs(role: Role, right: Right): boolean {
  return roles.indexOf(role) >= roles.indexOf(rights[right].role);
}

export function mayWith(held: readonly (Scope | ShareScope)[], right: Right): boolean {
  const enough: readonly (Scope | ShareScope)[] = rights[right].scopes;
  return held.some((scope) => enough.includes(scope));
}

/** Who may do everything with every site. */
export interface Administrator {
  id: string;
  name: string;
  email: string | null;
}

/** A member of a site, as its owners see them. */
export interface Member {
  id: string;
  name: string;
  /** As whoever invited them wrote it. */
  email: string | null;
  role: Role;
  /** Epoch milliseconds. */
  since: number;
}

/** What somebody is told who was signed in and opened an invitation. */
export interface Joined {
  /** '' where they were made an administrator. */
  site: string;
}

/** An API key or a share link of a site, without its secret. Times are epoch milliseconds. */
export interface KeyListing {
  /** What the key begins with. */
  id: string;
  name: string;
  scopes: (Scope | ShareScope)[];
  /** Of a share link. */
  survey?: string;
  madeAt: number;
  expiresAt?: number;
  usedAt?: number;
}

/** Everything that is written to the audit log, by what it is done to. */
export const actions = [
  ...(['session.begin', 'session.end', 'passkey.make', 'passkey.change', 'passkey.remove', 'person.change'] as const),
  ...(['site.change', 'site.move', 'secret.read', 'secret.rotate', 'challenge.change'] as const),
  ...(['survey.change', 'survey.winner'] as const),
  ...(['response.change', 'response.delete', 'response.anonymise', 'person.erase', 'responses.export'] as const),
  ...(['member.invite', 'member.join', 'member.change', 'member.remove', 'member.link', 'member.leave'] as const),
  ...(['key.make', 'key.rotate', 'key.revoke', 'share.make', 'share.revoke', 'audit.export'] as const),
] as const;
export type Action = (typeof actions)[number];

export interface AuditEntry {
  /** Epoch milliseconds. */
  at: number;
  /** `person:ID`, `key:ID`, or `''` for somebody who is not known yet. */
  actor: string;
  /** As it was then. */
  actorName: string;
  action: Action;
  /** What it was done to: the path below the site, or below the API. */
  subject: string;
}

export interface AuditFilter {
  actor?: string;
  action?: Action;
  /** The cursor of the page before. */
  before?: string;
}

export interface AuditList {
  /** The newest first. */
  entries: AuditEntry[];
  /** Where to go on, if there may be more. */
  next?: string;
}
