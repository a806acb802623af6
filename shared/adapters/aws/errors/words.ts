import { DEFAULT_CHAIN } from '../../../contract/plain-names.ts';
import type { Service } from '../asking.ts';
import type { CredentialKind } from '../sdk-config.ts';

/** What was asked of AWS, for the sentences about its failure. */
export type CallContext = {
  readonly profile: string;
  readonly region: string;
  readonly domain?: string | undefined;
  readonly domainOwner?: string | undefined;
  readonly repository?: string | undefined;
  /** Seconds that the token was to live; left out: as long as CodeArtifact allows, or no token was asked for. */
  readonly durationSeconds?: number | undefined;
  readonly operation:
    | 'GetAuthorizationToken'
    | 'GetRepositoryEndpoint'
    | 'ListDomains'
    | 'ListRepositoriesInDomain'
    | 'GetCallerIdentity'
    | 'ReadFromRepository'
    | 'SignIn';
  /** Whom the answer was awaited from, where anybody was asked; left out: CodeArtifact. */
  readonly service?: Service | null | undefined;
  /** `credential_source` at the end of the source_profile chain. */
  readonly credentialSource?: string | null | undefined;
  /** From what the credentials at the end of that chain are. */
  readonly credentialKind?: CredentialKind | undefined;
  /** Profile at the end of the source_profile chain, when that is another one than `profile`. */
  readonly signInProfile?: string | undefined;
  /** True when the calls go to a configured endpoint and not to AWS itself. */
  readonly customEndpoint?: boolean | undefined;
  /** Host names and ports of the proxies that are configured. */
  readonly proxies?: readonly string[] | undefined;
};

export function profileWords(profile: string): string {
  return profile === DEFAULT_CHAIN ? 'the default credential chain' : `profile ${profile}`;
}

/** At the start of a sentence. */
export function capitalised(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** "domain payments of account 444455556666 in eu-west-1", as far as it is known. */
export function domainWords(context: CallContext): string {
  const owner = context.domainOwner === undefined ? '' : ` of account ${context.domainOwner}`;
  return context.domain === undefined
    ? `CodeArtifact in ${context.region}`
    : `domain ${context.domain}${owner} in ${context.region}`;
}

/** True where CodeArtifact itself was asked, and not whoever gives the credentials for it. */
export function isOfCodeArtifact({ service }: CallContext): boolean {
  return (service ?? 'CodeArtifact') === 'CodeArtifact';
}

/** "AWS", or the service of it that was asked before or beside CodeArtifact. */
export function askedWords(context: CallContext): string {
  return isOfCodeArtifact(context) ? 'AWS' : `${context.service}`;
}

/** " about domain payments in eu-west-1": only CodeArtifact was asked about it. */
export function aboutWords(context: CallContext, joint: 'about' | 'and'): string {
  return isOfCodeArtifact(context) ? ` ${joint} ${domainWords(context)}` : '';
}

/** A command of the AWS CLI or of ours for one profile. The name is quoted so that a shell can't read anything else into it. */
export function awsCommand(command: string, profile: string): string {
  return profile === DEFAULT_CHAIN ? command : `${command} ${profileOption(profile)}`;
}

/** Our own command that begins the session of a profile. */
export function signInCommand(profile: string): string {
  return awsCommand('codeartifact-tray sign-in', profile);
}

export function profileOption(profile: string): string {
  return `--profile ${shellQuote(profile)}`;
}

/** Single quotes mean the same to POSIX shells and PowerShell, but for a quote inside. */
function shellQuote(word: string): string {
  return /^[\w@%+=:,./][\w@%+=:,./-]*$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
