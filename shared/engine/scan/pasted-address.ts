import { formats, regionName } from '../../contract/names.ts';
import type { Format } from '../../contract/names.ts';
import { problemOf } from '../../contract/problem.ts';
import type { Problem } from '../../contract/problem.ts';
import { endpointOf } from '../../ports/endpoint.ts';
import { partitionOf } from '../../ports/partitions.ts';
import { findClient } from '../clients/index.ts';
import { addressesIn } from './address.ts';

/** An address as a person typed it, read as what it can only mean. */
export type ReadAddress = {
  readonly domain: string;
  /** Null where the address names none. */
  readonly domainOwner: string | null;
  readonly region: string;
  readonly format: Format;
  readonly repository: string;
  readonly isDualstack: boolean;
  readonly mended: readonly string[];
  readonly refusal: Problem | null;
};

const URLS = /\bhttps?:\/\/[^\s"'<>`,;()[\]{}]+/gi;
/** Endings of AWS's own, and what they are mistaken for; nobody else's. */
const NEAR_HOST =
  /^(?:([a-z][a-z0-9-]*)\.)?(d\.)?codeartifact\.([a-z0-9-]+)\.((?:on\.|api\.)?(?:amazon|amazonaws|amazonwebservices|aws)(?:\.(?:com|co|net|cn|eu)){0,2})$/;
const NEAR_PATH = /^\/([A-Za-z]+)\/([A-Za-z0-9][A-Za-z0-9._-]{1,99})(?=\/|$)/;

/** What follows a repository in the address that clients of its format have ("Using CodeArtifact with …" of its user guide). */
const ENDINGS: Readonly<Partial<Record<Format, string>>> = { pypi: 'simple/', nuget: 'v3/index.json' };

/** Clients that have the address that packages are uploaded to. */
const UPLOADING: ReadonlySet<string> = new Set(['twine', 'hatch']);

/**
 * How an address of this repository is taken, where the text has it otherwise than clients do: without its ending, with another one,
 * or in plain http. By its endpoint, which ends in a slash.
 */
export function mendedIn(text: string, endpoint: string, format: Format, client: string | null): readonly string[] {
  const ending = client !== null && UPLOADING.has(client) ? '' : (ENDINGS[format] ?? '');
  const right = endpoint + ending;
  const given = urlsIn(text).filter(({ href }) =>
    [href, href.replace(/^http:/, 'https:')].some((one) => `${one}/`.startsWith(endpoint)),
  );
  const isRight = given.some(({ href }) => href === right);
  return given.length === 0 || isRight ? [] : [`The address is taken as ${right}.`];
}

/** Addresses that are none of CodeArtifact's as they stand, and can only have been meant for one. `accounts`: those of the profiles. */
export function nearAddresses(text: string, accounts: readonly string[]): readonly ReadAddress[] {
  return urlsIn(text).flatMap((url) => {
    const isWhole = addressesIn(url.href, []).some(({ repository }) => repository !== null);
    const near = isWhole ? null : readNear(url, accounts);
    return near === null ? [] : [near];
  });
}

function readNear({ hostname, pathname }: URL, accounts: readonly string[]): ReadAddress | null {
  const [, name, mark, given = '', ending = ''] = NEAR_HOST.exec(hostname) ?? [];
  const [, kind = '', repository] = NEAR_PATH.exec(pathname) ?? [];
  if (name === undefined || repository === undefined || name.startsWith('vpce-')) return null;
  const region = regionOf(given);
  const format = formatOf(kind.toLowerCase());
  const [, stem = name, digits = null] = /^(.+)-(\d{9,})$/.exec(name) ?? [];
  const domainOwner = digits === null ? null : accountOf(digits, accounts);
  const partition = partitionOf(region ?? given);
  const isDualstack = ending === partition.dualstack;
  const read = { domain: stem, repository, region: region ?? given, isDualstack };
  const faults = [
    region === null ? noRegion(given) : null,
    format === null ? noFormat(kind) : null,
    digits !== null && domainOwner === null ? noAccount(digits) : null,
  ];
  const refusal = faults.find((fault) => fault !== null) ?? null;
  const whole = { ...read, domainOwner, format: format ?? 'generic', refusal };
  if (refusal !== null || region === null || format === null) return { ...whole, mended: [] };
  if (domainOwner === null)
    return { ...whole, mended: ['The address names no account: the domain is taken for one of the profile’s own.'] };
  const right = endpointOf(
    { domain: stem, owner: domainOwner, region, format, repository },
    isDualstack ? 'dualstack' : 'ipv4',
  );
  return {
    ...whole,
    mended:
      mark === undefined || right !== null ? [`The address is taken as ${right ?? ''}${ENDINGS[format] ?? ''}.`] : [],
  };
}

/** `eu-west1` is `eu-west-1`. */
function regionOf(given: string): string | null {
  if (regionName.safeParse(given).success) return given;
  const spelled = given.replace(/^([a-z]{2})-?([a-z]+)-?(\d)$/, '$1-$2-$3');
  return regionName.safeParse(spelled).success ? spelled : null;
}

/** `python` is nobody's format, but what pip and others are for. */
function formatOf(kind: string): Format | null {
  return formats.find((known) => known === kind) ?? (kind === 'python' ? 'pypi' : (findClient(kind)?.format ?? null));
}

/** The one account that has one digit more, or one less. */
function accountOf(digits: string, accounts: readonly string[]): string | null {
  if (digits.length === 12) return digits;
  const near = new Set(accounts.filter((account) => isWithout(account, digits) || isWithout(digits, account)));
  return near.size === 1 ? ([...near][0] ?? null) : null;
}

function isWithout(long: string, short: string): boolean {
  if (long.length !== short.length + 1) return false;
  return long.split('').some((_, index) => long.slice(0, index) + long.slice(index + 1) === short);
}

function urlsIn(text: string): readonly URL[] {
  return (text.match(URLS) ?? []).flatMap((word) => {
    const url = URL.parse(word.replace(/[.:!?]+$/, ''));
    if (url === null) return [];
    // A token may stand here, and behind a # nothing is sent anywhere.
    url.username = '';
    url.password = '';
    url.hash = '';
    url.search = '';
    return [url];
  });
}

function noRegion(given: string): Problem {
  return problemOf('invalidInput', `The address names a region that is none: ${given}.`, {
    advice: 'Correct it; a region looks like eu-west-1.',
  });
}

function noFormat(kind: string): Problem {
  return problemOf(
    'invalidInput',
    `The address is for packages of a format that CodeArtifact does not have: ${kind}.`,
    {
      advice: `Use one of ${formats.join(', ')} in its place.`,
    },
  );
}

function noAccount(digits: string): Problem {
  return problemOf('invalidInput', `The account in the address has ${digits.length} digits, and each account has 12.`, {
    advice: 'Correct it; the accounts of the domains that a profile has are listed.',
    command: 'codeartifact-tray domains',
  });
}
