import type { ConfigSection } from './config-files.ts';

/** `profile`, `sso-session` and `services`, with a name that is one word to a shell (botocore 1.43 splits them by Python's shlex). */
const NAMED = /^(profile|sso-session|services)\s+(?:'([^']*)'|"((?:\\.|[^"\\])*)"|([^\s'"\\]+))\s*$/;
const HEADER = /^(\s*\[)(.+)(\]\s*(?:[;#].*)?)$/;
const KEY = /^(\s*)([A-Za-z][\w-]*)(\s*=)/;

/**
 * Both files as one text in which the SDK finds each profile that the AWS CLI finds: its parser (@smithy/core 3.41.0) passes over names
 * with blanks, quotes or letters beyond ASCII unless kind and name are joined by a dot, and over keys with capitals.
 * A key of the credentials file comes last and so wins.
 */
export function sdkConfigText(config: string, credentials: string): string {
  return `${joinedNames(config, namedSection)}\n${joinedNames(credentials, (name) => `profile.${name.trim()}`)}`;
}

function namedSection(header: string): string {
  if (header.trim() === 'default') return 'profile.default';
  const [, kind, single, double, bare] = NAMED.exec(header) ?? [];
  const name = single ?? double?.replaceAll(/\\(["\\])/g, '$1') ?? bare;
  return kind === undefined || name === undefined ? header : `${kind}.${name}`;
}

function joinedNames(text: string, sectionOf: (header: string) => string): string {
  const lines = text.split(/\r?\n/).map((line) => {
    const [, open, header, close] = HEADER.exec(line) ?? [];
    if (open !== undefined && header !== undefined) return `${open}${sectionOf(header)}${close ?? ''}`;
    return line.replace(KEY, (_, blank: string, key: string, sign: string) => blank + key.toLowerCase() + sign);
  });
  return lines.join('\n');
}

/** Those without a key as well, which the SDK's parser forgets. */
export function profileNames(text: string): readonly string[] {
  return [...text.matchAll(/^\s*\[profile\.(.+)\]/gm)].map(([, name = '']) => name);
}

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

/** The section with the one way to credentials that the AWS CLI takes. */
export function withOneKind(section: ConfigSection): ConfigSection {
  const dropped = PREFERRED_BY_SDK[credentialKind(section)];
  return Object.fromEntries(Object.entries(section).filter(([key]) => !dropped.includes(key)));
}

/** Sections by kind and name, joined by a dot, as the SDK reads them back. */
export function sectionsText(sections: Iterable<readonly [string, ConfigSection]>): string {
  return [...sections]
    .map(([name, section]) => {
      const lines = Object.entries(section).map(([key, value]) => `${key} = ${value ?? ''}`);
      return [`[${name}]`, ...lines, ''].join('\n');
    })
    .join('\n');
}
