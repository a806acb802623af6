/** An account of the SSO portal and the roles that whoever signs in may take there. */
export type EmulatedAccount = {
  /** 12 digits. */
  readonly id: string;
  readonly name: string;
  readonly roles: readonly EmulatedSsoRole[];
};

export type EmulatedSsoRole = {
  readonly name: string;
  /** What the role may not do, as with a principal. */
  readonly deny?: readonly string[];
};

/** The one SSO portal of an emulator; its start URL is `URL/start`. */
export type EmulatedSso = {
  readonly accounts: readonly EmulatedAccount[];
  /** Seconds from a sign-in until the next one is due; 8 hours when absent. */
  readonly sessionSeconds?: number;
  /** Seconds that an access token works, and is refreshed after until the session ends; one hour when absent. */
  readonly accessTokenSeconds?: number;
  /** Seconds that keys of a role work; one hour when absent. */
  readonly roleSeconds?: number;
  /** Seconds that a code to compare, or to exchange, works; 10 minutes when absent. */
  readonly codeSeconds?: number;
  /** Seconds that clients are told to wait between questions for a device's token, and refused before; 5 when absent. */
  readonly pollSeconds?: number;
};

/** What the AWS CLI keeps of a sign-in in its cache, except the region. Times are `2026-01-01T00:00:00Z`. */
export type SsoSignIn = {
  readonly startUrl: string;
  readonly accessToken: string;
  readonly expiresAt: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly registrationExpiresAt: string;
  readonly refreshToken?: string;
};
