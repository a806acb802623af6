import type { ConfigFiles, ConfigSection } from './config-files.ts';
import { readIni } from './ini.ts';
import { shellWords } from './shell-words.ts';

/** What stands in both files, before one way to credentials is chosen. */
type ConfigTexts = ConfigFiles & {
  /** Whether the profile's keys are in the credentials file. */
  hasStoredKeys(profile: string): boolean;
};

/** Profiles, with every way to credentials in them, and sections as the AWS CLI finds them in the two texts (botocore 1.43, configloader.py and session.py). */
export function configOf(config: string, credentials: string): ConfigTexts {
  const profiles = new Map<string, Options>();
  const sections = new Map<string, ConfigSection>();
  for (const [header, options] of readIni(config)) {
    if (header === 'default') profiles.set(header, options);
    const kind = KINDS.find((start) => header.startsWith(start));
    const [, name, ...more] = shellWords(header) ?? [];
    if (kind === undefined || name === undefined || name === '' || more.length > 0) continue;
    // The later of two sections with one name counts alone.
    if (kind === 'profile') profiles.set(name, options);
    else sections.set(`${kind}.${name}`, sectionOf(options));
  }
  const stored = readIni(credentials);
  for (const [name, options] of stored) {
    profiles.set(name, new Map([...(profiles.get(name) ?? []), ...options]));
  }
  return {
    stored: new Map([...stored].map(([name, options]) => [name, [...options.keys()]])),
    profiles: new Map([...profiles].map(([name, options]) => [name, sectionOf(options)])),
    sections,
    hasStoredKeys: (name) => stored.get(name)?.has('aws_access_key_id') === true,
  };
}

type Options = ReadonlyMap<string, string>;

const KINDS = ['profile', 'sso-session', 'services'] as const;

/** Nested options get their parent's name before a dot; empty ones are left out, since they say nothing to an SDK. */
function sectionOf(options: Options): ConfigSection {
  const entries = [...options].flatMap(([name, value]) => {
    if (!value.startsWith('\n')) return [[name, withoutNote(name, value)] as const];
    return value.split('\n').flatMap((line) => {
      const sign = line.indexOf('=');
      const key = line.slice(0, sign).trim();
      return sign === -1 ? [] : [[`${name}.${key}`, withoutNote(key, line.slice(sign + 1).trim())] as const];
    });
  });
  return Object.fromEntries(entries.filter(([, value]) => value !== ''));
}

/** A note behind a value belongs to it for the AWS CLI, which then fails; AWS's other SDKs leave it out. A command may well have such signs. */
function withoutNote(name: string, value: string): string {
  return name === 'credential_process' ? value : value.replace(/(^|\s)[;#].*$/, '').trimEnd();
}
