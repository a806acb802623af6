import type { Result } from '../contract/problem.ts';
import type { Format } from '../contract/names.ts';
import type { DomainSummary, ProfileSummary, RepositorySummary } from '../contract/requests.ts';

export type DomainAddress = {
  readonly profile: string;
  readonly region: string;
  readonly domain: string;
  /** Left out: the caller's own account. */
  readonly domainOwner?: string | undefined;
};

export type IssuedToken = {
  readonly token: string;
  /** Milliseconds since 1970 by the local clock, i.e. already corrected for a wrong one. */
  readonly expiresAt: number;
};

/** All that the engine asks of AWS. Every failure is a problem of the error table (docs/errors.md). */
export type AwsAccess = {
  /** Files and folders that credentials come from, whether they are there or not: a change of them is worth another try. */
  files(): readonly string[];
  profiles(): Promise<Result<readonly ProfileSummary[]>>;
  /** Region that the profile names, or the environment for the default chain. */
  regionOf(profile: string): Promise<Result<string>>;
  /** Account the profile's config points at (sso_account_id, role_arn), without any request; null when it doesn't say. */
  accountOf(profile: string): Promise<string | null>;
  token(address: DomainAddress, durationSeconds: number | undefined): Promise<Result<IssuedToken>>;
  domains(profile: string, region: string): Promise<Result<readonly DomainSummary[]>>;
  repositories(address: DomainAddress): Promise<Result<readonly RepositorySummary[]>>;
  /** URL of the repository for one format, always with a trailing slash. */
  endpoint(
    address: DomainAddress,
    repository: string,
    format: Format,
    endpointType: 'ipv4' | 'dualstack' | undefined,
  ): Promise<Result<string>>;
};
