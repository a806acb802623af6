import { createHash } from 'node:crypto';
import type { ConfigSection } from './config-files.ts';
import { shellWords } from './shell-words.ts';

export type CredentialKind = 'webIdentity' | 'role' | 'sso' | 'keys' | 'login' | 'process' | 'none';

/** Where the AWS CLI takes a profile's credentials from when several ways stand in it (the order of botocore 1.43). */
export function credentialKind(section: ConfigSection): CredentialKind {
  const has = (key: string): boolean => section[key] !== undefined;
  if (has('role_arn') && has('web_identity_token_file')) return 'webIdentity';
  if (has('role_arn') && has('source_profile') !== has('credential_source')) return 'role';
  if (has('sso_account_id') || has('sso_role_name')) return 'sso';
  if (has('aws_access_key_id') && has('aws_secret_access_key')) return 'keys';
  if (has('login_session')) return 'login';
  if (has('credential_process')) return 'process';
  return Object.keys(section).some((key) => key.startsWith('sso_')) ? 'sso' : 'none';
}

const KEYS = ['aws_access_key_id', 'aws_secret_access_key', 'aws_session_token'];
/** What the SDK would take instead of what counts. A role may lean on keys of its own profile, so it loses none. */
const PREFERRED_BY_SDK: Readonly<Record<CredentialKind, readonly string[]>> = {
  webIdentity: ['source_profile', 'credential_source', ...KEYS],
  role: [],
  sso: [...KEYS, 'web_identity_token_file', 'credential_process'],
  keys: [],
  login: [...KEYS, 'web_identity_token_file', 'credential_process', 'sso_start_url', 'sso_session', 'sso_region'],
  process: ['web_identity_token_file'],
  none: [],
};

/** The section with the one way to credentials that the AWS CLI takes. Keys of the config file come last there, those of the credentials file do not. */
export function withOneKind(section: ConfigSection, hasStoredKeys: boolean): ConfigSection {
  const withoutKeys = without(section, KEYS);
  const areLast = credentialKind(section) === 'keys' && !hasStoredKeys && credentialKind(withoutKeys) !== 'none';
  const counting = areLast ? withoutKeys : section;
  // The AWS CLI goes by no other value of it either (botocore 1.43 _get_role_config).
  const odd = /^\d+$/.test(section['duration_seconds'] ?? '0') ? [] : ['duration_seconds'];
  return without(counting, [...PREFERRED_BY_SDK[credentialKind(counting)], ...odd]);
}

/**
 * Under which name the SDK is told of a session (or of the start URL that stands for one). It keeps tokens by name in a plain object, beside
 * what runs a credential_process (`exec`; @smithy/core 3.41.0), so that names of people's own may mean something there.
 */
export function sdkSessionName(cacheId: string): string {
  return `session-${createHash('sha1').update(cacheId).digest('hex')}`;
}

/** A profile that says so by the SDK's name where its session's token is kept. */
export function withSdkSession(section: ConfigSection): ConfigSection {
  const key = section['sso_session'] === undefined ? 'sso_start_url' : 'sso_session';
  const cacheId = section[key];
  return cacheId === undefined ? section : { ...section, [key]: sdkSessionName(cacheId) };
}

function without(section: ConfigSection, dropped: readonly string[]): ConfigSection {
  return Object.fromEntries(Object.entries(section).filter(([key]) => !dropped.includes(key)));
}

/**
 * Sections by kind and name as a text in which the SDK finds what the AWS CLI finds: its parser (@smithy/core 3.41.0) passes over names
 * with blanks, quotes or letters beyond ASCII unless kind and name are joined by a dot, and cuts values at a blank and `;` or `#`.
 */
export function sectionsText(sections: Iterable<readonly [string, ConfigSection]>): string {
  return [...sections]
    .map(([name, section]) => {
      const lines = Object.entries(section).map(([key, value = '']) => `${key} = ${uncut(key, value)}`);
      return [`[${name}]`, ...lines, ''].join('\n');
    })
    .join('\n');
}

function uncut(key: string, value: string): string {
  const line = value.replaceAll(/\s*\n\s*/g, ' ');
  if (key !== 'credential_process' || !/\s[;#]/.test(line)) return line;
  // The AWS CLI hands these on to the program, so they are none of a shell's signs; quotes hide them from the parser as well.
  const words = shellWords(line) ?? [line];
  return words
    .map((word) => `'${word.replaceAll("'", String.raw`'\''`).replaceAll(/(\s)(?=[;#])/g, "$1''")}'`)
    .join(' ');
}
