import type { ErrorRow } from './row.ts';
import type { CallContext } from './words.ts';
import { awsCommand, capitalised, domainWords, profileWords } from './words.ts';

const whoAmI = (context: CallContext): string => awsCommand('aws sts get-caller-identity', context.profile);
const who = (context: CallContext): string => capitalised(profileWords(context.profile));
const permission = (context: CallContext): string => `codeartifact:${context.operation}`;

/** What CodeArtifact makes where no duration is asked for. Seconds. */
const LONGEST = 43_200;

function lifetime({ durationSeconds = LONGEST }: CallContext): string {
  return durationSeconds === 0 ? 'as long as the session' : `${durationSeconds} seconds`;
}

/** Who is known to AWS and may not, or not like this. STS's names have no "Exception" at the end, CodeArtifact's do. */
export const deniedErrors: readonly ErrorRow[] = [
  {
    situation: 'AWS refused the MFA code',
    names: ['AccessDenied'],
    message: /MultiFactorAuthentication failed/,
    problem: 'mfaCodeWrong',
    sentence: (context) => `AWS refused the MFA code that was given for ${profileWords(context.profile)}.`,
    advice: () => 'Wait for the next code of the device, and enter that: each counts once.',
  },
  {
    situation:
      'the role may not be assumed, also for a wrong external ID or missing MFA, which AWS does not tell from a missing permission',
    names: ['AccessDenied'],
    problem: 'roleDenied',
    sentence: (context) => `${who(context)} may not assume the role that it names.`,
    advice: () =>
      "Check role_arn, external_id and MFA against the role's trust policy, and the permission sts:AssumeRole of the source profile.",
    // Who takes the role: the profile itself would only be refused again.
    command: (context) => awsCommand('aws sts get-caller-identity', context.signInProfile ?? context.profile),
  },
  {
    situation: '`duration_seconds` is longer than the role allows',
    names: ['ValidationError'],
    message: /DurationSeconds/,
    problem: 'roleSessionTooLong',
    sentence: (context) => `The duration_seconds of ${profileWords(context.profile)} is longer than its role allows.`,
    advice: () => 'Lower duration_seconds; a chained role has at most 3600. The token may still live 12 hours.',
  },
  {
    situation: '`role_arn`, `role_session_name`, `external_id` or `duration_seconds` is malformed',
    names: ['ValidationError'],
    problem: 'profileInvalid',
    sentence: (context) => `AWS refuses the role settings of ${profileWords(context.profile)} as malformed.`,
    advice: () => 'Correct role_arn, role_session_name, external_id or duration_seconds.',
  },
  {
    situation: '`sts:GetServiceBearerToken` is denied, or not allowed for that long, which AWS does not tell apart',
    names: ['AccessDeniedException'],
    wrapped: false,
    message: /sts:GetServiceBearerToken/,
    problem: 'bearerTokenDenied',
    sentence: (context) =>
      `${who(context)} may not create tokens for ${domainWords(context)}: sts:GetServiceBearerToken is denied, or not allowed for ${lifetime(context)}.`,
    advice: ({ durationSeconds }) =>
      durationSeconds !== undefined && durationSeconds <= 900
        ? 'Have sts:GetServiceBearerToken allowed.'
        : `Have sts:GetServiceBearerToken allowed, or log in again for a shorter token: --duration-seconds ${(durationSeconds ?? LONGEST) > 3600 ? 3600 : 900}.`,
    command: whoAmI,
  },
  {
    situation: "the caller is the account's root user, which gets no tokens",
    names: ['AccessDeniedException'],
    wrapped: false,
    message: /arn:[\w-]+:iam::\d{12}:root\b/,
    problem: 'rootUserDenied',
    sentence: (context) =>
      `${who(context)} is the account's root user, which gets no tokens for ${domainWords(context)}.`,
    advice: () => 'Use a role or an IAM user.',
    command: whoAmI,
  },
  {
    situation: 'a policy of the organisation denies it',
    names: ['AccessDeniedException'],
    wrapped: false,
    message: /(service|resource) control policy/,
    problem: 'organisationDenied',
    sentence: (context) =>
      `${who(context)} may not call ${permission(context)} on ${domainWords(context)}, by a policy of the organisation.`,
    advice: (context) => `Ask your organisation's administrator to allow ${permission(context)}.`,
    command: whoAmI,
  },
  {
    situation: "the domain's own policy doesn't allow it",
    names: ['AccessDeniedException'],
    wrapped: false,
    message: /resource-based/,
    problem: 'domainPolicyDenied',
    sentence: (context) =>
      `${who(context)} may not call ${permission(context)} on ${domainWords(context)}, by the domain's own policy.`,
    advice: (context) => `Ask the domain's owner to allow ${permission(context)}.`,
    command: whoAmI,
  },
  {
    situation: 'a permission on the domain or repository is missing, such as `codeartifact:GetAuthorizationToken`',
    names: ['AccessDeniedException'],
    wrapped: false,
    problem: 'accessDenied',
    sentence: (context) => `${who(context)} may not call ${permission(context)} on ${domainWords(context)}.`,
    advice: (context) => `Ask your administrator to allow ${permission(context)}.`,
    command: whoAmI,
  },
];
