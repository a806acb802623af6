import type { ErrorRow } from './row.ts';
import { capitalised, profileWords } from './words.ts';

const renewed = (): string => 'Have a new token written into web_identity_token_file; it is read anew each time.';

/** AssumeRoleWithWebIdentity of STS, which shows a token of somebody else's instead of keys. Names and texts as in its API reference. */
export const webIdentityErrors: readonly ErrorRow[] = [
  {
    situation: 'the web identity token file is missing, or may not be read',
    codes: ['ENOENT', 'EACCES', 'EPERM', 'EISDIR', 'ENOTDIR'],
    problem: 'webIdentityMissing',
    sentence: (context) =>
      `The web identity token file of ${profileWords(context.profile)} is missing, or may not be read.`,
    advice: () => 'Correct web_identity_token_file, or have the file written.',
  },
  {
    situation: 'the web identity token has expired',
    names: ['ExpiredTokenException'],
    message: /^Token expired: /,
    problem: 'webIdentityExpired',
    sentence: (context) => `The web identity token of ${profileWords(context.profile)} has expired.`,
    advice: renewed,
  },
  {
    situation:
      'AWS does not accept the web identity token: it is none, or of a provider or for an audience that the account does not know',
    names: ['InvalidIdentityToken', 'InvalidIdentityTokenException', 'IDPRejectedClaim', 'IDPRejectedClaimException'],
    problem: 'webIdentityInvalid',
    sentence: (context) => `AWS does not accept the web identity token of ${profileWords(context.profile)}.`,
    advice: () =>
      "Check that the token's issuer and audience are those of an OIDC provider in the account of role_arn.",
  },
  {
    situation: 'AWS could not reach the provider of the web identity token',
    names: ['IDPCommunicationError', 'IDPCommunicationErrorException'],
    problem: 'serviceUnavailable',
    sentence: (context) =>
      `AWS could not reach the provider of the web identity token of ${profileWords(context.profile)}.`,
    advice: () => 'It is tried again by itself.',
    retryable: true,
  },
  {
    situation: 'the role may not be assumed with the web identity token',
    names: ['AccessDenied'],
    message: /sts:AssumeRoleWithWebIdentity/,
    problem: 'webIdentityDenied',
    sentence: (context) =>
      `${capitalised(profileWords(context.profile))} may not assume its role with its web identity token.`,
    advice: () => "Check role_arn, and that the role's trust policy names the token's provider, audience and subject.",
  },
];
