import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { HttpRefusal } from './reply.ts';

/** Names under which a loopback server may be asked, whatever the port: `ssh -L` changes that. */
const LOOPBACK_HOSTS = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** False for a foreign Host header: a page of another site that had its name resolved to 127.0.0.1. */
export function isLoopbackHost(host: string | undefined): boolean {
  const name = /^(\[[^\]]*\]|[^:]*)(:\d{1,5})?$/.exec(host ?? '')?.[1];
  return name !== undefined && LOOPBACK_HOSTS.has(name.toLowerCase());
}

/** Refuses what a page of another origin could send. */
export function refuseForeignOrigin(request: IncomingMessage): HttpRefusal | null {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin') return { status: 403, message: 'Only this page may ask.' };
  const { origin, host } = request.headers;
  if (origin !== undefined && origin !== `http://${host ?? ''}`)
    return { status: 403, message: 'Only this page may ask.' };
  return null;
}

/** An address lies in a terminal's history and a service's journal: a key that nobody used ends after so many milliseconds. */
const KEY_LIFETIME = 10 * 60_000;

/** Keys and sessions of the loopback page. Neither is ever stored or logged. */
export type Sessions = {
  /** A key for the address; it works once, within ten minutes. */
  issueKey(): string;
  /** The cookie's value for a valid key, which is used up by this; null otherwise. */
  exchange(key: string): string | null;
  has(session: string | undefined): boolean;
};

/** `now` is a clock that only goes forward, in milliseconds. */
export function createSessions(now: () => number = () => performance.now()): Sessions {
  const keys = new Map<string, number>();
  const sessions = new Set<string>();
  return {
    issueKey() {
      const key = randomBytes(32).toString('base64url');
      for (const [other, until] of keys) if (until <= now()) keys.delete(other);
      keys.set(digest(key), now() + KEY_LIFETIME);
      return key;
    },
    exchange(key) {
      const until = keys.get(digest(key));
      keys.delete(digest(key));
      if (until === undefined || until <= now()) return null;
      const session = randomBytes(32).toString('base64url');
      sessions.add(digest(session));
      return session;
    },
    has(session) {
      if (session === undefined) return false;
      const given = Buffer.from(digest(session));
      return [...sessions].some((known) => timingSafeEqual(Buffer.from(known), given));
    },
  };
}

/** One cookie of a request. */
export function cookieOf(request: IncomingMessage, name: string): string | undefined {
  const pairs = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim());
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
