import type { Problem, Result } from '../contract/problem.ts';
import type { SignInWay } from '../contract/sign-in.ts';
import type { EndpointType, Format } from '../contract/names.ts';
import type { DomainSummary, ProfileSummary, RepositorySummary } from '../contract/requests.ts';

export type DomainAddress = {
  readonly profile: string;
  /** Left out: the profile's own. */
  readonly region?: string | undefined;
  readonly domain: string;
  /** Left out: the caller's own account. */
  readonly domainOwner?: string | undefined;
};

export type IssuedToken = {
  readonly token: string;
  /** Milliseconds since 1970 by the local clock, i.e. already corrected for a wrong one. */
  readonly expiresAt: number;
  /**
   * When a person has to sign in again, in milliseconds since 1970; `unknown` for a session that is refreshed silently until
   * the organisation ends it; left out where no person signs in.
   */
  readonly sessionEndsAt?: number | 'unknown' | undefined;
};

/** A token, or why there is none and for how many milliseconds the service wants to be left alone, where it says so. */
export type TokenAnswer = Result<IssuedToken> & { readonly retryAfter?: number };

export type RepositoryEndpoint = {
  /** Always with a trailing slash. */
  readonly url: string;
  readonly region: string;
  /** As the address or the profile's files name it; null when neither does. */
  readonly domainOwner: string | null;
  /** True where a configured endpoint of the person's own answered a host that is not CodeArtifact's. */
  readonly customHost: boolean;
};

/** What a profile's files and the environment say of the way to AWS: names and addresses, never a key or a command line. */
export type ProfileDetail = ProfileSummary & {
  /** The role that the profile takes, and the profile whose credentials it takes it with; null where there is none. */
  readonly roleArn: string | null;
  readonly sourceProfile: string | null;
  /** Profile at the end of the source_profile chain: the one a person signs in with. */
  readonly signInProfile: string;
  /** Names of its settings that the credentials file has, which go before those of the config file. */
  readonly stored: readonly string[];
  /** Custom CodeArtifact endpoint that the environment or the profile asks for. */
  readonly endpointUrl: string | null;
  /** File with more certificate authorities to trust. */
  readonly caBundle: string | null;
};

/** A session that a person begins for a profile, as its cache has it on this machine. */
export type WaySession = {
  readonly name: string;
  readonly way: SignInWay;
  /** `none`: there is none here; `unknown`: another program alone can tell. */
  readonly state: 'open' | 'ended' | 'none' | 'unknown';
  /** Milliseconds since 1970; null for one that is refreshed silently, and where it is not known. */
  readonly endsAt: number | null;
};

/** How CodeArtifact is asked with a profile, by files, variables and caches as they are. Holds no secret. */
export type AwsWay = {
  /** Null where the profile is not there, or its files can't be read. */
  readonly detail: ProfileDetail | null;
  readonly region: string | null;
  /** Null where no person signs in. */
  readonly session: WaySession | null;
  /** Scheme and host that are asked; null where that does not follow from what there is. */
  readonly endpoint: string | null;
  readonly isCustomEndpoint: boolean;
  /** Scheme, host and port; null where none is used for this endpoint. */
  readonly proxy: string | null;
  /** What would keep any call from being made. */
  readonly problems: readonly Problem[];
};

/** By name; `more` where it was left at 10,000, or was looked through for too long, and there is more. */
export type Listed<Entry> = { readonly items: readonly Entry[]; readonly more: boolean };

/** Who somebody is to AWS: an account of 12 digits, and the ARN of a user or of a role's session. */
export type CallerIdentity = { readonly account: string; readonly arn: string };

/** All that the engine asks of AWS. Every failure is a problem of the error table (docs/errors.md). */
export type AwsAccess = {
  /** What is asked within the work, one after the other or side by side, shares one limit: who waits for all of it has an answer within 10 s. */
  together<Value>(work: () => Promise<Value>): Promise<Value>;
  /** Files and folders that credentials come from, whether they are there or not: a change of them is worth another try. */
  files(): readonly string[];
  /** Where profiles are written to. */
  configFile(): string;
  profiles(): Promise<Result<readonly ProfileSummary[]>>;
  /** One of them, by what its files say. Fails with `profileNotFound` or `fileUnreadable`. */
  profile(name: string): Promise<Result<ProfileDetail>>;
  /** How CodeArtifact would be asked with it, in that region or its own. Asks nobody. */
  way(name: string, region: string | undefined): Promise<AwsWay>;
  /** Asks who the profile is; it takes no permission. `limit`: milliseconds after which it is no longer waited for. */
  identity(profile: string, region: string, limit?: number): Promise<Result<CallerIdentity>>;
  /** Shows a token to the npm endpoint of a repository that was answered by `endpoint`: one request, followed nowhere else. */
  read(address: DomainAddress, repository: string, endpointUrl: string, token: string): Promise<Result<void>>;
  /** Region that the profile names, or the environment for the default chain. */
  regionOf(profile: string): Promise<Result<string>>;
  token(address: DomainAddress, durationSeconds: number | undefined): Promise<TokenAnswer>;
  /** Those with `search` in their name, in any case; all when left out. */
  domains(profile: string, region: string | undefined, search?: string): Promise<Result<Listed<DomainSummary>>>;
  repositories(address: DomainAddress, search?: string): Promise<Result<Listed<RepositorySummary>>>;
  /**
   * Where a repository is for one format; `endpointUntrusted` where no token should go there. An owner that the address leaves out is the account that the profile's files point at
   * (sso_account_id, role_arn), else the caller's own.
   */
  endpoint(
    address: DomainAddress,
    repository: string,
    format: Format,
    endpointType: EndpointType | undefined,
  ): Promise<Result<RepositoryEndpoint>>;
  /** The same without asking anybody, where it follows from its parts; null where it does not. */
  derivedEndpoint(
    address: DomainAddress,
    repository: string,
    format: Format,
    endpointType: EndpointType | undefined,
  ): Promise<Result<RepositoryEndpoint | null>>;
};
