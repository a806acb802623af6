import type { ErrorRow } from './row.ts';
import type { CallContext } from './words.ts';
import { awsCommand, capitalised, profileWords } from './words.ts';

const setUpSso = (context: CallContext): string =>
  awsCommand('aws configure sso', context.signInProfile ?? context.profile);
const source = (context: CallContext): string => profileWords(context.signInProfile ?? context.profile);
const hasSource = (context: CallContext): boolean =>
  context.signInProfile !== undefined && context.signInProfile !== context.profile;

const NOT_RESOLVED = /^(Could not resolve credentials using profile|Profile .* (was not found|could not be found))/;

const MACHINES = new Map([
  ['Ec2InstanceMetadata', 'the role of this EC2 instance'],
  ['EcsContainer', 'the role of this container'],
]);

/** What a machine of AWS would give, where it is none or gives nothing: known by nobody of AWS having been asked yet. */
export const machineErrors: readonly ErrorRow[] = [
  {
    situation: '`credential_source` is an EC2 instance or a container, and this machine is none or has no role',
    when: ({ service, credentialSource }, { name, message }) =>
      service === null &&
      MACHINES.has(credentialSource ?? '') &&
      (['ProviderError', 'SyntaxError'].includes(name) || message.startsWith('No HTTP credential provider')),
    problem: 'credentialSourceEmpty',
    sentence: (context) =>
      `${capitalised(source(context))} takes its credentials from ${MACHINES.get(context.credentialSource ?? '')} (credential_source = ${context.credentialSource}), which gives none here.`,
    advice: () =>
      'Use the profile on a machine of AWS that has a role; here, name a source_profile in place of credential_source.',
  },
];

/** Profiles that lead to no credentials, known by the text of the SDK's providers (@aws-sdk/credential-providers 3.1169.0). */
export const credentialErrors: readonly ErrorRow[] = [
  {
    situation: '`source_profile` leads back to a profile already passed',
    message: /^Detected a cycle/,
    problem: 'profileCycle',
    sentence: (context) =>
      `The source_profile of ${profileWords(context.profile)} leads back to a profile already passed.`,
    advice: () => 'Correct source_profile so that the chain ends at a profile with credentials.',
  },
  {
    situation: '`credential_source` is unknown',
    message: /^Unsupported credential source/,
    problem: 'credentialSourceInvalid',
    sentence: (context) => `The credential_source of ${profileWords(context.profile)} is unknown.`,
    advice: () => 'Use Environment, Ec2InstanceMetadata or EcsContainer.',
  },
  {
    situation: '`credential_source` is the environment, which holds no keys',
    message: /^Unable to find environment variable credentials/,
    problem: 'credentialSourceEmpty',
    sentence: (context) =>
      `${capitalised(source(context))} takes its credentials from the environment, but this app was started without AWS_ACCESS_KEY_ID.`,
    advice: () => 'Start the app where the variables are set, or use another credential_source.',
  },
  {
    situation: '`sso_session` names no section of the config file',
    names: ['TypeError'],
    message: /sso_(region|start_url)/,
    problem: 'ssoSessionMissing',
    sentence: (context) => `${capitalised(source(context))} names an sso_session that the config file doesn't have.`,
    advice: () => 'Correct sso_session, or set the profile up anew.',
    command: setUpSso,
  },
  {
    situation: 'the SSO settings are incomplete',
    message: /^(Profile is configured with invalid SSO credentials|Sso session '.*' (is missing|could not be found))/,
    problem: 'ssoIncomplete',
    sentence: (context) => `The SSO settings of ${source(context)} are incomplete.`,
    advice: () => 'Complete them.',
    command: setUpSso,
  },
  {
    situation: 'no region is set',
    message: /^Region is missing/,
    problem: 'regionMissing',
    sentence: (context) => `No region is set for ${profileWords(context.profile)}.`,
    advice: () => 'Set the region of your domain, such as eu-west-1.',
    command: (context) => awsCommand('aws configure set region eu-west-1', context.profile),
  },
  {
    situation: 'what is set as region is none',
    message: /^Region not accepted/,
    problem: 'regionInvalid',
    sentence: (context) =>
      `The region of ${profileWords(context.profile)} is not a region: ${JSON.stringify(context.region)}.`,
    advice: () => 'Correct it, for example to eu-west-1.',
    command: (context) => awsCommand('aws configure set region eu-west-1', context.profile),
  },
  {
    situation: 'there are no AWS credentials at all: no default profile, no keys in the environment',
    message: /^Could not load credentials from any providers/,
    problem: 'noCredentials',
    sentence: (context) => `No AWS credentials were found for ${profileWords(context.profile)}.`,
    advice: () => 'Set credentials up, or choose a profile.',
    command: (context) => awsCommand('aws configure', context.profile),
  },
  {
    situation: "the profile's `source_profile` is missing, or has no credentials",
    message: NOT_RESOLVED,
    when: hasSource,
    problem: 'sourceProfileMissing',
    sentence: (context) =>
      `${capitalised(source(context))}, from which ${profileWords(context.profile)} takes its credentials, doesn't exist or has none.`,
    advice: () => 'Set it up, or choose another profile.',
    command: setUpSso,
  },
  {
    situation: 'the profile has no credentials',
    message: NOT_RESOLVED,
    problem: 'credentialsMissing',
    sentence: (context) => `${capitalised(source(context))} has no credentials.`,
    advice: () => 'Set it up, or choose another profile.',
    command: setUpSso,
  },
];
