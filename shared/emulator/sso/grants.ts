import { randomBytes, randomInt } from 'node:crypto';
import type { Registration } from './registrations.ts';

/** A device that waits until somebody says yes or no in a browser. */
export type DeviceGrant = {
  readonly registration: Registration;
  readonly deviceCode: string;
  /** To compare: `ABCD-EFGH`. */
  readonly userCode: string;
  readonly expiresAt: number;
  answer: 'allowed' | 'denied' | null;
  /** When its token was last asked for. */
  askedAt: number;
};

/** A code that the browser brought back to the application, to be exchanged once. */
export type CodeGrant = {
  readonly registration: Registration;
  readonly redirectUri: string;
  readonly codeChallenge: string;
  readonly expiresAt: number;
};

export type Grants = {
  addDevice(registration: Registration): DeviceGrant;
  device(deviceCode: string): DeviceGrant | null;
  /** Null for a code that is unknown, over, or has its answer. */
  waitingDevice(userCode: string): DeviceGrant | null;
  endDevice(deviceCode: string): void;
  addCode(facts: Omit<CodeGrant, 'expiresAt'>): string;
  /** Gives a code's grant and forgets it. */
  takeCode(code: string): CodeGrant | null;
};

/** What is under way between an application, a browser and the token exchange. */
export function createGrants(codeSeconds: number, now: () => number, keepSecret: (secret: string) => string): Grants {
  const devices = new Map<string, DeviceGrant>();
  const codes = new Map<string, CodeGrant>();
  return {
    addDevice(registration) {
      const deviceCode = keepSecret(`device-code-${randomBytes(40).toString('base64url')}`);
      const expiresAt = now() + codeSeconds * 1000;
      const grant: DeviceGrant = {
        registration,
        deviceCode,
        userCode: userCode(),
        expiresAt,
        answer: null,
        askedAt: -Infinity,
      };
      devices.set(deviceCode, grant);
      return grant;
    },
    device: (deviceCode) => devices.get(deviceCode) ?? null,
    waitingDevice(typed) {
      const wanted = typed.trim().toUpperCase();
      const grant = [...devices.values()].find((candidate) => candidate.userCode === wanted);
      return grant === undefined || grant.answer !== null || now() >= grant.expiresAt ? null : grant;
    },
    endDevice: (deviceCode) => void devices.delete(deviceCode),
    addCode(facts) {
      const code = keepSecret(`authorization-code-${randomBytes(60).toString('base64url')}`);
      codes.set(code, { ...facts, expiresAt: now() + codeSeconds * 1000 });
      return code;
    },
    takeCode(code) {
      const grant = codes.get(code);
      codes.delete(code);
      return grant === undefined || now() >= grant.expiresAt ? null : grant;
    },
  };
}

/** Consonants alone, so that no code spells a word. */
function userCode(): string {
  const alphabet = 'BCDFGHJKLMNPQRSTVWXZ';
  const letters = Array.from({ length: 8 }, () => alphabet[randomInt(alphabet.length)]).join('');
  return `${letters.slice(0, 4)}-${letters.slice(4)}`;
}
