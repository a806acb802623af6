import type { ErrorRow } from './row.ts';
import type { CallContext } from './words.ts';
import { awsCommand, profileWords, signInCommand } from './words.ts';

const SIGNATURE = ['InvalidSignatureException', 'SignatureDoesNotMatch'];
/** Whose keys they are: a role has none of its own, and those that it was just given are right. */
const holder = (context: CallContext): string => context.signInProfile ?? context.profile;

/** Credentials that can't even be sent: a zero-width space that came along with a copied key, or the end of a line. */
export const formErrors: readonly ErrorRow[] = [
  {
    situation: "the SSO session's token holds a character that no token has",
    codes: ['ERR_INVALID_CHAR'],
    when: ({ credentialKind }) => credentialKind === 'sso',
    problem: 'signInNeeded',
    sentence: (context) => `The SSO session of ${profileWords(holder(context))} is damaged: its token is none.`,
    advice: () => 'Sign in again.',
    command: (context) => signInCommand(context.profile),
  },
  {
    situation: 'the keys hold a character that no key has',
    codes: ['ERR_INVALID_CHAR'],
    problem: 'credentialsInvalid',
    sentence: (context) =>
      `The keys of ${profileWords(holder(context))} hold a character that no key has, perhaps an invisible one.`,
    advice: (context) => `Put valid keys into ${profileWords(holder(context))}.`,
    command: (context) => awsCommand('aws configure', holder(context)),
  },
];

/** Keys that CodeArtifact or STS refuse. STS's names have no "Exception" at the end, CodeArtifact's do. */
export const keyErrors: readonly ErrorRow[] = [
  {
    situation: 'temporary keys have expired',
    names: ['ExpiredTokenException', 'ExpiredToken', 'RequestExpired'],
    wrapped: false,
    problem: 'credentialsExpired',
    sentence: (context) => `The temporary credentials of ${profileWords(holder(context))} have expired.`,
    advice: (context) => `Get new credentials for ${profileWords(holder(context))}; the change is noticed by itself.`,
    command: (context) => awsCommand('aws sts get-caller-identity', holder(context)),
  },
  {
    situation: "AWS refuses the signature's time although it was corrected by AWS's own clock",
    names: [...SIGNATURE, 'RequestTimeTooSkewed'],
    message: /signature expired|not yet current|is now (earlier|later) than|too skewed/i,
    problem: 'clockWrong',
    sentence: (context) =>
      `AWS refuses the requests of ${profileWords(context.profile)} because this machine's clock is wrong.`,
    advice: () => 'Set the clock, best by time synchronisation.',
  },
  {
    situation: "the secret key doesn't belong to the access key",
    names: SIGNATURE,
    problem: 'secretKeyWrong',
    sentence: (context) => `The secret key of ${profileWords(holder(context))} doesn't belong to its access key.`,
    advice: (context) => `Correct the keys of ${profileWords(holder(context))}.`,
    command: (context) => awsCommand('aws configure', holder(context)),
  },
  {
    situation: "AWS doesn't know the keys: they are wrong, disabled or deleted",
    names: [
      'UnrecognizedClientException',
      'InvalidClientTokenId',
      'MissingAuthenticationTokenException',
      'IncompleteSignatureException',
    ],
    wrapped: false,
    problem: 'credentialsInvalid',
    sentence: (context) =>
      `AWS doesn't know the keys of ${profileWords(holder(context))}: they are wrong, disabled or deleted.`,
    advice: (context) => `Put valid keys into ${profileWords(holder(context))}.`,
    command: (context) => awsCommand('aws configure', holder(context)),
  },
];
