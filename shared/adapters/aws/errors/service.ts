import { unusable } from './network.ts';
import type { ErrorRow } from './row.ts';
import type { CallContext } from './words.ts';
import { aboutWords, askedWords, awsCommand, capitalised, domainWords, profileWords } from './words.ts';

const throttled = {
  problem: 'throttled',
  sentence: (context: CallContext) =>
    `${capitalised(askedWords(context))} is limiting the requests of ${profileWords(context.profile)}${aboutWords(context, 'about')}.`,
  advice: () => 'Wait a little.',
  retryable: true,
} satisfies Partial<ErrorRow>;

const unavailable = {
  problem: 'serviceUnavailable',
  sentence: (context: CallContext) =>
    `${capitalised(askedWords(context))} has a problem of its own and can't serve ${profileWords(context.profile)}${aboutWords(context, 'and')}.`,
  advice: () => 'Wait, or look at the AWS Health Dashboard.',
  retryable: true,
} satisfies Partial<ErrorRow>;

const intercepted = {
  problem: 'intercepted',
  sentence: (context: CallContext) =>
    `Something between this machine and AWS answered ${profileWords(context.profile)} in place of ${context.service ?? 'CodeArtifact'}.`,
  advice: () => 'If the network has a sign-in page, sign in there; else check the proxy.',
  retryable: true,
} satisfies Partial<ErrorRow>;

/** Rows for what CodeArtifact answered to somebody who may ask, or what answered in its place. */
export const serviceErrors: readonly ErrorRow[] = [
  {
    situation: 'the domain has no such repository',
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
    situation: 'the domain does not exist in that account and region',
    names: ['ResourceNotFoundException'],
    wrapped: false,
    problem: 'domainNotFound',
    sentence: (context) => `There is no ${domainWords(context)} (asked as ${profileWords(context.profile)}).`,
    advice: () => "Check the domain's name, its owner's account and its region.",
    command: (context) => awsCommand(`aws codeartifact list-domains --region ${context.region}`, context.profile),
  },
  {
    situation: 'CodeArtifact refused the request as malformed',
    names: ['ValidationException'],
    wrapped: false,
    problem: 'invalidInput',
    sentence: (context) =>
      `CodeArtifact refused ${context.operation} of ${profileWords(context.profile)} for ${domainWords(context)} as malformed.`,
    advice: () => 'Check the names, the account and the duration: 0, or 900 to 43200 seconds.',
  },
  {
    situation: 'AWS limits the requests of the account',
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
    situation: 'AWS answered 429',
    status: (status) => status === 429,
    ...throttled,
  },
  {
    situation: 'AWS answered with an error of its own',
    names: ['InternalServerException', 'ServiceUnavailableException', 'ServiceUnavailable', 'InternalFailure'],
    ...unavailable,
  },
  {
    situation: 'AWS answered 5xx',
    status: (status) => status >= 500,
    ...unavailable,
  },
  {
    situation: "a page, or half an answer, came in place of AWS's: a network's sign-in page, a proxy's page",
    // Neither JSON nor an error type: not CodeArtifact.
    names: ['SyntaxError', 'Unknown', 'UnknownError'],
    ...intercepted,
  },
  {
    situation: 'what answered leads on to another address',
    status: (status) => status >= 300 && status < 400,
    ...intercepted,
  },
  {
    situation: 'the answer says that all is well, and is of another form than those of AWS',
    status: (status) => status >= 200 && status < 300,
    ...unusable,
  },
  {
    situation: 'a custom endpoint is set together with FIPS or dual stack',
    names: ['EndpointError'],
    problem: 'endpointConflict',
    sentence: (context) =>
      `The endpoint settings of ${profileWords(context.profile)} contradict each other: a custom endpoint goes with neither FIPS nor dual stack.`,
    advice: () => 'Remove endpoint_url, or use_fips_endpoint and use_dualstack_endpoint.',
  },
];
