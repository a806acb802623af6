import { formats } from '../../contract/names.ts';
import { partitions } from '../../ports/partitions.ts';
import { addressesIn } from '../scan/address.ts';

/** Registries and hosts of code for everybody, as error texts have them, also without a scheme. */
const PUBLIC = String.raw`(?:(?:upload\.|test\.)?pypi\.org|files\.pythonhosted\.org|registry\.npmjs\.org|registry\.yarnpkg\.com|npm\.jsr\.io|(?:index\.|static\.)?crates\.io|repo1?\.maven\.(?:apache\.)?org|(?:central\.sonatype|oss\.sonatype|s01\.oss\.sonatype)\.(?:com|org)|plugins\.gradle\.org|(?:index\.)?rubygems\.org|api\.nuget\.org|(?:proxy|sum)\.golang\.org|(?:[a-z]+\.){0,2}github\.com|gitlab\.com|bitbucket\.org|pkgs\.dev\.azure\.com|[a-z0-9-]+\.pkg\.dev|[a-z0-9-]+\.jfrog\.io)`;
const PUBLIC_HOST = new RegExp(`^${PUBLIC}$`, 'i');
const PUBLIC_WORD = new RegExp(String.raw`(?<![\w.@/-])${PUBLIC}(?![\w-]|\.\w)`, 'gi');

const AWS = partitions.map(({ suffix }) => suffix.replaceAll('.', String.raw`\.`)).join('|');
/** Where texts send people to read on. */
const HELP = new RegExp(
  String.raw`^(?:docs?\..*|.*\.readthedocs\.io|cwiki\.apache\.org|pip\.pypa\.io|www\.npmjs\.com|npmjs\.com|aka\.ms|learn\.microsoft\.com|yarnpkg\.com|pnpm\.io|bun\.sh|deno\.com|bundler\.io|doc\.rust-lang\.org|go\.dev|help\.github\.com|help\.gradle\.org|maven\.apache\.org|.*\.(?:${AWS})\.?)$`,
  'i',
);

/** As CodeArtifact has them, so that an endpoint of one's own may be in front of it. */
const ITS_PATH = new RegExp(String.raw`^\/(?:${formats.join('|')})\/[A-Za-z0-9]`);

/** Who a server calls itself when it asks for a credential. */
const REALMS: readonly (readonly [RegExp, string])[] = [
  [/Artifactory\s+Realm/i, 'Artifactory'],
  [/Sonatype\s+Nexus/i, 'Sonatype Nexus'],
  [/GitHub\s+Package\s+Registry/i, 'GitHub Packages'],
  [/GitLab\s+Packages/i, 'GitLab'],
];

const REFUSAL =
  /\b(?:E?40[13459]|410|E?429|E?50[0234])\b|unauthori[sz]ed|forbidden|not\s+found|could\s+not\s+find|conflict|credentials|authenti|authoriz|denied|refused|rejected|username|password|no\s+matching/i;

/** Whole names and addresses, or with a port: a word alone may be anything. */
const HOST = /^(?=.{1,80}$)(?:[a-z0-9-]+(?:\.[a-z0-9-]+)+(?::\d+)?|[a-z0-9-]+:\d+|localhost)$/;

/** Where a text says that an answer came from. */
export type Answerer = { readonly name: string; readonly isPublic: boolean };

/**
 * The other server whose answer a text is about; null where it may have been CodeArtifact. `own` are hosts, with their ports, that stand
 * in front of it or are its own by configuration. Nothing but the name of the host is taken from the text.
 */
export function otherAnswerer(text: string, own: readonly string[]): Answerer | null {
  const lines = text.split('\n');
  const refusing = serversIn(lines.filter((line) => REFUSAL.test(line)).join('\n'), own);
  const servers = refusing.length > 0 ? refusing : serversIn(text, own);
  if (servers.includes(null)) return null;
  const names = [...new Set(servers.flatMap((server) => server ?? []))];
  const [first] = names;
  if (first !== undefined) {
    const isPublic = names.every((name) => PUBLIC_HOST.test(name));
    return { name: names.slice(0, 3).join(', '), isPublic };
  }
  const realm = REALMS.find(([words]) => words.test(text));
  return realm === undefined ? null : { name: realm[1], isPublic: false };
}

/** Hosts of other servers; null for what is or may be CodeArtifact's. */
function serversIn(text: string, own: readonly string[]): readonly (string | null)[] {
  const ours = addressesIn(text, []).map(() => null);
  const urls = [...text.matchAll(/\bhttps?:\/\/([^\s"'`<>()[\]{},]{1,2000})/gi)].flatMap(([, rest = '']) => {
    const slash = rest.search(/[/?#]/);
    const authority = slash < 0 ? rest : rest.slice(0, slash);
    const host = authority
      .slice(authority.lastIndexOf('@') + 1)
      .toLowerCase()
      .replace(/[.:;]+$/, '');
    if (HELP.test(host) || !HOST.test(host)) return [];
    const path = slash < 0 ? '' : rest.slice(slash);
    const isOurs = own.includes(host) || (ITS_PATH.test(path) && !PUBLIC_HOST.test(host));
    return isOurs ? [null] : [host];
  });
  const words = [...text.matchAll(PUBLIC_WORD)].map(([word]) => word.toLowerCase());
  return [...ours, ...urls, ...words];
}
