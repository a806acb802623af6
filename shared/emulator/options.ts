import type { EmulatedSso, SsoSignIn } from './sso/options.ts';
import type { EmulatedRole } from './sts/options.ts';

export type EmulatedRepository = { readonly name: string; readonly description?: string };

export type EmulatedDomain = {
  readonly name: string;
  /** Account of 12 digits. */
  readonly owner: string;
  readonly region: string;
  readonly repositories: readonly EmulatedRepository[];
};

/** An access key that the emulator knows. */
export type EmulatedPrincipal = {
  readonly accessKeyId: string;
  readonly account: string;
  /** Who it is to IAM and STS; a user of the account when absent. */
  readonly arn?: string;
  /** True: every call answers ExpiredTokenException, as temporary credentials do after their end. */
  readonly expired?: boolean;
  /** Actions refused as IAM does: `GetAuthorizationToken`, `ReadFromRepository`, `PublishPackageVersion`, `GetServiceBearerToken`, `AssumeRole` … */
  readonly deny?: readonly string[];
  /** Longest token that sts:GetServiceBearerToken is allowed for, in seconds. */
  readonly longestTokenSeconds?: number;
};

export type EmulatorOptions = {
  readonly domains: readonly EmulatedDomain[];
  readonly principals: readonly EmulatedPrincipal[];
  /** Roles that STS gives keys of; none when absent. */
  readonly roles?: readonly EmulatedRole[];
  /** Single sign-on; there is none when absent. */
  readonly sso?: EmulatedSso;
  /** Seconds that every token lives, whatever was asked for, so that a refresh can be watched. */
  readonly tokenLifetimeSeconds?: number;
  /** 0, the default, takes a free one. */
  readonly port?: number;
  /** Milliseconds since 1970 by the service's clock; the default is the machine's. */
  readonly now?: () => number;
};

export type EmulatorRequest = {
  /**
   * API operation; the package format (`npm`, `pypi` …) for a package manager's request; `authorize`, `device` and
   * `signIn` for a browser's; `unknown` for anything else.
   */
  readonly operation: string;
  /** Null where no key takes part, i.e. for every package manager's request. */
  readonly accessKeyId: string | null;
  /** Path with the query, as it was asked for. */
  readonly path: string;
  readonly status: number;
};

export type InjectedError = {
  readonly status: number;
  readonly type: string;
  readonly message: string;
  readonly retryAfterSeconds?: number;
};

export type Emulator = {
  /**
   * `http://127.0.0.1:PORT`: the value for AWS_ENDPOINT_URL_CODEARTIFACT, and for the same variable of STS, SSO and
   * SSO_OIDC. The SSO portal's start URL is `URL/start`.
   */
  readonly url: string;
  /** Every request that named this server as its host, oldest first. */
  readonly requests: readonly EmulatorRequest[];
  /** How many requests named the operation, retries included. */
  count(operation: string): number;
  /** Every token issued so far, for tests that look for secrets where none may be. */
  readonly issuedTokens: readonly string[];
  /** Every other secret given out: SSO tokens, client secrets, codes that get tokens, and temporary keys. */
  readonly issuedSecrets: readonly string[];
  /** Makes the next `times` (1) requests of an operation answer with this error; a second call queues behind the first. */
  failNext(operation: string, error: InjectedError, times?: number): void;
  /** Refuses, from here on, the tokens issued before now. */
  revokeIssuedTokens(): void;
  /** Signs somebody in by SSO without a browser. Without refresh, as for a profile that names no session, the access token lives as long as the session. */
  signInBySso(withRefresh?: boolean): SsoSignIn;
  /** Signs everybody out of SSO; keys given before live on. */
  endSessions(): void;
  /** Ends every connection and frees the port. */
  stop(): Promise<void>;
};
