import type { ErrorRow } from './row.ts';
import type { CallContext } from './words.ts';
import { capitalised, profileWords, signInCommand } from './words.ts';

const signIn = (context: CallContext): string => signInCommand(context.profile);
const source = (context: CallContext): string => profileWords(context.signInProfile ?? context.profile);

/** What SSO, the console sign-in and MFA want, known by the text of the SDK's providers (@aws-sdk/credential-providers 3.1169.0). */
export const signInErrors: readonly ErrorRow[] = [
  {
    situation: 'another program has been refreshing the SSO session for 6 seconds',
    names: ['RefreshBusy'],
    problem: 'timeout',
    sentence: (context) => `Another program takes too long to refresh the SSO session of ${source(context)}.`,
    advice: () => 'It is tried again by itself.',
    retryable: true,
  },
  {
    situation: 'nobody signed in with SSO yet',
    message: /^The SSO session token associated with profile=/,
    problem: 'signInNeeded',
    sentence: (context) => `${capitalised(source(context))} is not signed in with SSO.`,
    advice: () => 'Sign in.',
    command: signIn,
  },
  {
    situation: 'the SSO session has ended',
    message:
      /^(Token is expired\.|Value not present for '\w+' in SSO Token|The SSO session associated with this profile)/,
    problem: 'signInNeeded',
    sentence: (context) => `The SSO session of ${source(context)} has ended.`,
    advice: () => 'Sign in again.',
    command: signIn,
  },
  {
    situation: 'the SSO session was signed out elsewhere',
    names: ['UnauthorizedException'],
    wrapped: true,
    problem: 'signInNeeded',
    sentence: (context) => `The SSO session of ${source(context)} was signed out.`,
    advice: () => 'Sign in again.',
    command: signIn,
  },
  {
    situation: 'the SSO user is not assigned the role and account that the profile names',
    names: ['ForbiddenException', 'ResourceNotFoundException'],
    wrapped: true,
    problem: 'ssoRoleDenied',
    sentence: (context) => `Your SSO user is not assigned the role and account that ${source(context)} names.`,
    advice: () => "Check sso_account_id and sso_role_name, or ask the administrator of your organisation's sign-in.",
  },
  {
    situation: 'the console sign-in may not be refreshed: `signin:CreateOAuth2Token` is denied',
    message: /insufficient permissions.*CreateOAuth2Token/,
    problem: 'consoleSignInDenied',
    sentence: (context) =>
      `${capitalised(source(context))} may not refresh its console sign-in: signin:CreateOAuth2Token is denied.`,
    advice: () => 'Ask your administrator to allow signin:CreateOAuth2Token.',
  },
  {
    situation: 'the console sign-in was never begun, or has ended',
    message: /^Failed to load (a )?token|[Rr]e-?authenticate/,
    problem: 'signInNeeded',
    sentence: (context) => `The console sign-in of ${source(context)} has ended.`,
    advice: () => 'Sign in again.',
    command: signIn,
  },
  {
    situation: 'the role asks for an MFA code',
    message: /requires multi-factor authentication/,
    problem: 'mfaNeeded',
    sentence: (context) =>
      `The role of ${profileWords(context.profile)} asks for an MFA code, so it can't be refreshed unattended.`,
    advice: () => 'Sign in with a code.',
    command: signIn,
  },
];
