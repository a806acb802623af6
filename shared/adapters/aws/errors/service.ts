import type { ErrorFacts } from './facts.ts';
import type { ErrorRow } from './row.ts';
import type { CallContext } from './words.ts';
import { awsCommand, domainWords, profileWords } from './words.ts';

const SIGNATURE = ['InvalidSignatureException', 'SignatureDoesNotMatch'];
const whoAmI = (context: CallContext): string => awsCommand('aws sts get-caller-identity', context.profile);

const throttled = {
  problem: 'throttled',
  sentence: (context: CallContext) =>
    `AWS is limiting the requests of ${profileWords(context.profile)} about ${domainWords(context)}.`,
  advice: () => 'Wait a little.',
  retryable: true,
} satisfies ErrorRow;

const unavailable = {
  problem: 'serviceUnavailable',
  sentence: (context: CallContext) =>
    `AWS has a problem of its own and can't serve ${profileWords(context.profile)} and ${domainWords(context)}.`,
  advice: () => 'Wait, or look at the AWS Health Dashboard.',
  retryable: true,
} satisfies ErrorRow;

const intercepted = {
  problem: 'intercepted',
  sentence: (context: CallContext) =>
    `Something between this machine and AWS answered ${profileWords(context.profile)} in place of CodeArtifact.`,
  advice: () => 'If the network has a sign-in page, sign in there; else check the proxy.',
  retryable: true,
} satisfies ErrorRow;

/** Rows for what CodeArtifact or STS answered. STS's names have no "Exception" at the end, CodeArtifact's do. */
export const serviceErrors: readonly ErrorRow[] = [
  {
    names: ['ExpiredTokenException', 'ExpiredToken', 'RequestExpired'],
    wrapped: false,
    problem: 'credentialsInvalid',
    sentence: (context) => `The temporary credentials of ${profileWords(context.profile)} have expired.`,
    advice: (context) => `Get new credentials for ${profileWords(context.profile)}; the change is noticed by itself.`,
    command: whoAmI,
  },
  {
    names: [...SIGNATURE, 'RequestTimeTooSkewed'],
    message: /signature expired|not yet current|is now (earlier|later) than|too skewed/i,
    problem: 'clockWrong',
    sentence: (context) =>
      `AWS refuses the requests of ${profileWords(context.profile)} because this machine's clock is wrong.`,
    advice: () => 'Set the clock, best by time synchronisation.',
  },
  {
    names: SIGNATURE,
    problem: 'credentialsInvalid',
    sentence: (context) => `The secret key of ${profileWords(context.profile)} doesn't belong to its access key.`,
    advice: (context) => `Correct the keys of ${profileWords(context.profile)}.`,
    command: (context) => awsCommand('aws configure', context.profile),
  },
  {
    names: [
      'UnrecognizedClientException',
      'InvalidClientTokenId',
      'MissingAuthenticationTokenException',
      'IncompleteSignatureException',
    ],
    wrapped: false,
    problem: 'credentialsInvalid',
    sentence: (context) =>
      `AWS doesn't know the keys of ${profileWords(context.profile)}: they are wrong, disabled or deleted.`,
    advice: (context) => `Put valid keys into ${profileWords(context.profile)}.`,
    command: (context) => awsCommand('aws configure', context.profile),
  },
  {
    // STS; a wrong external ID and an MFA condition look the same as a missing permission.
    names: ['AccessDenied'],
    problem: 'roleDenied',
    sentence: (context) => `${who(context)} may not assume the role that it names.`,
    advice: () =>
      "Check role_arn, external_id and MFA against the role's trust policy, and the permission sts:AssumeRole of the source profile.",
    command: whoAmI,
  },
  {
    names: ['ValidationError'],
    message: /DurationSeconds/,
    problem: 'profileInvalid',
    sentence: (context) => `The duration_seconds of ${profileWords(context.profile)} is longer than its role allows.`,
    advice: () => 'Lower duration_seconds; a chained role has at most 3600. The token may still live 12 hours.',
  },
  {
    names: ['ValidationError'],
    problem: 'profileInvalid',
    sentence: (context) => `AWS refuses the role settings of ${profileWords(context.profile)} as malformed.`,
    advice: () => 'Correct role_arn, role_session_name or external_id.',
  },
  {
    names: ['AccessDeniedException'],
    wrapped: false,
    message: /sts:GetServiceBearerToken/,
    problem: 'accessDenied',
    sentence: (context) =>
      `${who(context)} may not create tokens for ${domainWords(context)}: sts:GetServiceBearerToken is denied, or not allowed for that long.`,
    advice: () => 'Have sts:GetServiceBearerToken allowed, or ask for a shorter token.',
    command: whoAmI,
  },
  {
    names: ['AccessDeniedException'],
    wrapped: false,
    message: /arn:[\w-]+:iam::\d{12}:root\b/,
    problem: 'accessDenied',
    sentence: (context) =>
      `${who(context)} is the account's root user, which gets no tokens for ${domainWords(context)}.`,
    advice: () => 'Use a role or an IAM user.',
    command: whoAmI,
  },
  {
    names: ['AccessDeniedException'],
    wrapped: false,
    problem: 'accessDenied',
    sentence: (context, facts) =>
      `${who(context)} may not call ${permission(context)} on ${domainWords(context)}${denier(facts)}.`,
    advice: (context, facts) => `Ask ${administrator(facts)} to allow ${permission(context)}.`,
    command: whoAmI,
  },
  {
    names: ['ResourceNotFoundException'],
    wrapped: false,
    resourceType: 'repository',
    problem: 'repositoryNotFound',
    sentence: (context) =>
      `There is no repository ${context.repository ?? 'of that name'} in ${domainWords(context)} (asked as ${profileWords(context.profile)}).`,
    advice: () => 'Check the name of the repository, its domain and the region.',
    command: (context) =>
      awsCommand(
        `aws codeartifact list-repositories-in-domain --region ${context.region} --domain ${context.domain ?? 'DOMAIN'}${context.domainOwner === undefined ? '' : ` --domain-owner ${context.domainOwner}`}`,
        context.profile,
      ),
  },
  {
    names: ['ResourceNotFoundException'],
    wrapped: false,
    problem: 'domainNotFound',
    sentence: (context) => `There is no ${domainWords(context)} (asked as ${profileWords(context.profile)}).`,
    advice: () => "Check the domain's name, its owner's account and its region.",
    command: (context) => awsCommand(`aws codeartifact list-domains --region ${context.region}`, context.profile),
  },
  {
    names: ['ValidationException'],
    wrapped: false,
    problem: 'invalidInput',
    sentence: (context) =>
      `CodeArtifact refused ${context.operation} of ${profileWords(context.profile)} for ${domainWords(context)} as malformed.`,
    advice: () => 'Check the names, the account and the duration: 0, or 900 to 43200 seconds.',
  },
  {
    names: [
      'ThrottlingException',
      'Throttling',
      'TooManyRequestsException',
      'RequestLimitExceeded',
      'SlowDownException',
    ],
    ...throttled,
  },
  {
    status: (status) => status === 429,
    ...throttled,
  },
  {
    names: ['InternalServerException', 'ServiceUnavailableException', 'ServiceUnavailable', 'InternalFailure'],
    ...unavailable,
  },
  {
    status: (status) => status >= 500,
    ...unavailable,
  },
  {
    // Neither JSON nor an error type: not CodeArtifact.
    names: ['SyntaxError', 'Unknown', 'UnknownError'],
    ...intercepted,
  },
  {
    status: (status) => status >= 300 && status < 400,
    ...intercepted,
  },
  {
    names: ['EndpointError'],
    problem: 'profileInvalid',
    sentence: (context) =>
      `The endpoint settings of ${profileWords(context.profile)} contradict each other: a custom endpoint goes with neither FIPS nor dual stack.`,
    advice: () => 'Remove endpoint_url, or use_fips_endpoint and use_dualstack_endpoint.',
  },
];

function who(context: CallContext): string {
  const words = profileWords(context.profile);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function permission(context: CallContext): string {
  return `codeartifact:${context.operation}`;
}

function denier(facts: ErrorFacts): string {
  if (/service control policy/.test(facts.message)) return ', by a policy of the organisation';
  if (/resource-based/.test(facts.message)) return ", by the domain's own policy";
  return '';
}

function administrator(facts: ErrorFacts): string {
  if (/service control policy/.test(facts.message)) return "your organisation's administrator";
  return /resource-based/.test(facts.message) ? "the domain's owner" : 'your administrator';
}
