/** Why a command failed, whatever the words it was said in. `doctor/causes.ts` says what each means and what to do. */
export type Cause =
  // The token of CodeArtifact.
  | 'expired'
  | 'missing'
  | 'idMismatch'
  | 'realmMismatch'
  | 'yarnAnonymous'
  | 'providerMissing'
  | 'denied'
  // The repository and what is in it.
  | 'wrongRegistry'
  | 'otherServer'
  | 'repositoryMissing'
  | 'packageMissing'
  | 'notFoundOrRefused'
  | 'emptyAnswer'
  | 'versionExists'
  | 'contentDiffers'
  | 'oneTimePassword'
  // Files and settings.
  | 'unsetVariable'
  | 'fileBroken'
  | 'fileUnreadable'
  | 'unscopedKey'
  | 'sectionMissing'
  | 'workspaceFile'
  | 'workspaceTool'
  | 'credentialStore'
  | 'toolMissing'
  | 'ownAffair'
  // The identity by which AWS is asked for a token.
  | 'awsExpired'
  | 'awsMissing'
  | 'awsInvalid'
  | 'awsProfile'
  | 'awsRegion'
  | 'awsProcess'
  | 'awsDenied'
  | 'awsBearerDenied'
  | 'awsRoleDenied'
  | 'awsDomainMissing'
  | 'awsTooOld'
  // The way there.
  | 'throttled'
  | 'serviceDown'
  | 'offline'
  | 'proxyRefused'
  | 'certificate'
  | 'plainHttpBlocked'
  | 'clockWrong'
  | 'diskFull';

export type ErrorText = {
  /** All of these occur, in any order; case counts. Long lines may be wrapped: blanks are loose. */
  readonly patterns: readonly RegExp[];
  /** Where this occurs as well, it means something else. */
  readonly unless?: RegExp;
  /** The most likely first; one alone is certain. */
  readonly causes: readonly [Cause, ...Cause[]];
  /** Who prints it, where that isn't the client by its title. */
  readonly program?: string;
};

/** What a client prints when it fails. */
export type ClientErrors = {
  /** Tells its output, where nothing of `texts` is in it. */
  readonly mark?: RegExp;
  /** What real ones printed (docs/facts/clients.md, Error messages). */
  readonly texts: readonly ErrorText[];
};
