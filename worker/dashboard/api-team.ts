/** What the API has for people, keys and the audit log. */

import type { AuditFilter, AuditList, KeyListing, Member, Role, Scope } from '../../core/access.ts';
import { ask, type Session } from './api.ts';

export interface SessionListing {
  id: string;
  /** Browser and system by name, '' where neither is known. */
  agent: string;
  begunAt: number;
  /** To the hour. */
  seenAt: number;
  isThis: boolean;
}

export const rename = (name: string) => ask<Session>('/api/session', { method: 'PATCH', body: { name } });

export const getSessions = (signal: AbortSignal) => ask<SessionListing[]>('/api/sessions', { signal });

export const endSession = (id: string) => ask<undefined>(`/api/sessions/${id}`, { method: 'DELETE' });

export const endOtherSessions = () => ask<undefined>('/api/sessions', { method: 'DELETE' });

const of = (site: string) => `/api/sites/${site}`;

export const getMembers = (site: string, signal: AbortSignal) => ask<Member[]>(`${of(site)}/members`, { signal });

/** The path of a link, told once. */
export interface MadePath {
  path: string;
}

/** `isSent` where the deployment has sent it by mail. */
export interface MadeInvitation extends MadePath {
  isSent: boolean;
}

export const inviteMember = (site: string, body: { email: string; role: Role }) =>
  ask<MadeInvitation>(`${of(site)}/members`, { method: 'POST', body });

export const changeMember = (site: string, { id, role }: { id: string; role: Role }) =>
  ask<undefined>(`${of(site)}/members/${id}`, { method: 'PATCH', body: { role } });

export const linkMember = (site: string, id: string) =>
  ask<MadePath>(`${of(site)}/members/${id}/link`, { method: 'POST', body: {} });

export const removeMember = (site: string, id: string) =>
  ask<undefined>(`${of(site)}/members/${id}`, { method: 'DELETE' });

export const leaveSite = (site: string) => ask<undefined>(`${of(site)}/membership`, { method: 'DELETE' });

export const getKeys = (site: string, signal: AbortSignal) => ask<KeyListing[]>(`${of(site)}/keys`, { signal });

export const getShares = (site: string, signal: AbortSignal) => ask<KeyListing[]>(`${of(site)}/shares`, { signal });

/** A key, told once. */
export interface MadeKey {
  id: string;
  key: string;
}

export interface KeyWish {
  name: string;
  scopes: Scope[];
  /** Without it the key does not expire. */
  days?: number;
}

export const makeKey = (site: string, body: KeyWish) => ask<MadeKey>(`${of(site)}/keys`, { method: 'POST', body });

export const rotateKey = (site: string, { id, hours }: { id: string; hours: number }) =>
  ask<MadeKey>(`${of(site)}/keys/${id}/rotation`, { method: 'POST', body: { hours } });

export const revokeKey = (site: string, id: string) => ask<undefined>(`${of(site)}/keys/${id}`, { method: 'DELETE' });

export interface ShareWish {
  name: string;
  survey: string;
  comments: boolean;
  days: number;
}

export const makeShare = (site: string, body: ShareWish) =>
  ask<MadePath>(`${of(site)}/shares`, { method: 'POST', body });

export const revokeShare = (site: string, id: string) =>
  ask<undefined>(`${of(site)}/shares/${id}`, { method: 'DELETE' });

export interface Secret {
  secret: string;
}

export const showSecret = (site: string) => ask<Secret>(`${of(site)}/identity-secret`, { method: 'POST', body: {} });

export const rotateSecret = (site: string, hours: number) =>
  ask<Secret>(`${of(site)}/identity-secret/rotation`, { method: 'POST', body: { hours } });

export function getAudit(site: string, filter: AuditFilter, signal: AbortSignal) {
  return ask<AuditList>(`${of(site)}/audit?${new URLSearchParams({ ...filter })}`, { signal });
}
