import type { ErrorRow } from './row.ts';
import type { CallContext } from './words.ts';
import { awsCommand, profileWords, signInCommand } from './words.ts';

const signIn = (context: CallContext): string => signInCommand(context.profile);
const setUpSso = (context: CallContext): string =>
  awsCommand('aws configure sso', context.signInProfile ?? context.profile);

/** Failures of a credential_process. Its command line and output may hold secrets, so neither is ever shown. */
export const processErrors: readonly ErrorRow[] = [
  {
    // The command's own words for being offline: then waiting helps.
    message:
      /^Command failed:[\s\S]*(ENOTFOUND|ECONNREFUSED|EAI_AGAIN|ETIMEDOUT|no such host|could not resolve host|could not connect to the endpoint)/i,
    problem: 'credentialProcessFailed',
    sentence: (context) =>
      `The credential_process of ${profileWords(context.profile)} failed, it seems for lack of a network.`,
    advice: () => 'Check the network, VPN or proxy.',
    retryable: true,
  },
  {
    message: /^Command failed:/,
    problem: 'credentialProcessFailed',
    sentence: (context) => `The credential_process of ${profileWords(context.profile)} failed.`,
    advice: () => 'Run the command yourself in a terminal: it says there what it needs, for example a sign-in.',
  },
  {
    message: /credential_process returned expired credentials|Profile .* credential_process returned expired/,
    problem: 'credentialProcessFailed',
    sentence: (context) => `The credential_process of ${profileWords(context.profile)} returned expired credentials.`,
    advice: () => 'Refresh what that command keeps, by running it yourself in a terminal.',
  },
  {
    message: /credential_process (returned invalid|did not return)/,
    problem: 'credentialProcessFailed',
    sentence: (context) =>
      `The credential_process of ${profileWords(context.profile)} did not print credentials as JSON with "Version": 1.`,
    advice: () => 'Run the command yourself in a terminal and look at what it prints.',
  },
  {
    names: ['CredentialsTimeout'],
    problem: 'credentialProcessFailed',
    sentence: (context) =>
      `The credentials of ${profileWords(context.profile)} did not arrive within 30 seconds; its command may wait for an answer.`,
    advice: () => 'Run the command yourself in a terminal and answer what it asks.',
    retryable: true,
  },
];

/** Failures to get credentials, known by the text of the SDK's providers (@aws-sdk/credential-providers 3.1169.0). */
export const credentialErrors: readonly ErrorRow[] = [
  {
    message: /^The SSO session token associated with profile=/,
    problem: 'signInNeeded',
    sentence: (context) => `${signInWords(context)} is not signed in with SSO.`,
    advice: () => 'Sign in.',
    command: signIn,
  },
  {
    message:
      /^(Token is expired\.|Value not present for '\w+' in SSO Token|The SSO session associated with this profile)/,
    problem: 'signInNeeded',
    sentence: (context) => `The SSO session of ${profileWords(context.signInProfile ?? context.profile)} has ended.`,
    advice: () => 'Sign in again.',
    command: signIn,
  },
  {
    names: ['UnauthorizedException'],
    wrapped: true,
    problem: 'signInNeeded',
    sentence: (context) =>
      `The SSO session of ${profileWords(context.signInProfile ?? context.profile)} was signed out.`,
    advice: () => 'Sign in again.',
    command: signIn,
  },
  {
    names: ['ForbiddenException', 'ResourceNotFoundException'],
    wrapped: true,
    problem: 'roleDenied',
    sentence: (context) =>
      `Your SSO user is not assigned the role and account that ${profileWords(context.signInProfile ?? context.profile)} names.`,
    advice: () => "Check sso_account_id and sso_role_name, or ask the administrator of your organisation's sign-in.",
  },
  {
    message: /insufficient permissions.*CreateOAuth2Token/,
    problem: 'accessDenied',
    sentence: (context) =>
      `${signInWords(context)} may not refresh its console sign-in: signin:CreateOAuth2Token is denied.`,
    advice: () => 'Ask your administrator to allow signin:CreateOAuth2Token.',
  },
  {
    message: /^Failed to load (a )?token|[Rr]e-?authenticate/,
    problem: 'signInNeeded',
    sentence: (context) =>
      `The console sign-in of ${profileWords(context.signInProfile ?? context.profile)} has ended.`,
    advice: () => 'Sign in again.',
    command: signIn,
  },
  {
    message: /requires multi-factor authentication/,
    problem: 'mfaNeeded',
    sentence: (context) =>
      `The role of ${profileWords(context.profile)} asks for an MFA code, so it can't be refreshed unattended.`,
    advice: () => 'Sign in with a code.',
    command: signIn,
  },
  {
    message: /^Detected a cycle/,
    problem: 'profileInvalid',
    sentence: (context) =>
      `The source_profile of ${profileWords(context.profile)} leads back to a profile already passed.`,
    advice: () => 'Correct source_profile so that the chain ends at a profile with credentials.',
  },
  {
    message: /^Unsupported credential source/,
    problem: 'profileInvalid',
    sentence: (context) => `The credential_source of ${profileWords(context.profile)} is unknown.`,
    advice: () => 'Use Environment, Ec2InstanceMetadata or EcsContainer.',
  },
  {
    message: /^Unable to find environment variable credentials/,
    problem: 'credentialsMissing',
    sentence: (context) =>
      `${signInWords(context)} takes its credentials from the environment, but this app was started without AWS_ACCESS_KEY_ID.`,
    advice: () => 'Start the app where the variables are set, or use another credential_source.',
  },
  {
    names: ['TypeError'],
    message: /sso_(region|start_url)/,
    problem: 'profileInvalid',
    sentence: (context) => `${signInWords(context)} names an sso_session that the config file doesn't have.`,
    advice: () => 'Correct sso_session, or set the profile up anew.',
    command: setUpSso,
  },
  {
    message: /^(Profile is configured with invalid SSO credentials|Sso session '.*' (is missing|could not be found))/,
    problem: 'profileInvalid',
    sentence: (context) =>
      `The SSO settings of ${profileWords(context.signInProfile ?? context.profile)} are incomplete.`,
    advice: () => 'Complete them.',
    command: setUpSso,
  },
  {
    codes: ['ENOENT'],
    problem: 'credentialsMissing',
    sentence: (context) => `The web identity token file of ${profileWords(context.profile)} doesn't exist.`,
    advice: () => 'Correct web_identity_token_file, or have the file written.',
  },
  {
    message: /^Region is missing/,
    problem: 'regionMissing',
    sentence: (context) => `No region is set for ${profileWords(context.profile)}.`,
    advice: () => 'Set the region of your domain, such as eu-west-1.',
    command: (context) => awsCommand('aws configure set region eu-west-1', context.profile),
  },
  {
    message: /^Region not accepted/,
    problem: 'profileInvalid',
    sentence: (context) =>
      `The region of ${profileWords(context.profile)} is not a region: ${JSON.stringify(context.region)}.`,
    advice: () => 'Correct it, for example to eu-west-1.',
    command: (context) => awsCommand('aws configure set region eu-west-1', context.profile),
  },
  {
    message: /^Could not load credentials from any providers/,
    problem: 'credentialsMissing',
    sentence: (context) => `No AWS credentials were found for ${profileWords(context.profile)}.`,
    advice: () => 'Set credentials up, or choose a profile.',
    command: (context) => awsCommand('aws configure', context.profile),
  },
  {
    message: /^(Could not resolve credentials using profile|Profile .* (was not found|could not be found))/,
    problem: 'credentialsMissing',
    sentence: (context) =>
      context.signInProfile === undefined || context.signInProfile === context.profile
        ? `${signInWords(context)} has no credentials.`
        : `${signInWords(context)}, from which ${profileWords(context.profile)} takes its credentials, doesn't exist or has none.`,
    advice: () => 'Set it up, or choose another profile.',
    command: setUpSso,
  },
];

/** The profile to sign in with, at the start of a sentence. */
function signInWords(context: CallContext): string {
  const words = profileWords(context.signInProfile ?? context.profile);
  return words.charAt(0).toUpperCase() + words.slice(1);
}
