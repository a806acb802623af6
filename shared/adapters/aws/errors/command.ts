import type { ErrorRow } from './row.ts';
import { profileWords } from './words.ts';

/** Failures of a credential_process. Its command line and output may hold secrets, so neither is ever shown. */
export const processErrors: readonly ErrorRow[] = [
  {
    situation: '`credential_process` did not end in time, and was ended',
    message: /^credential_process did not end/,
    problem: 'credentialProcessTimeout',
    sentence: (context) =>
      `The credential_process of ${profileWords(context.profile)} did not end within 8 seconds; it may wait for an answer.`,
    advice: () => 'Run the command yourself in a terminal and answer what it asks.',
    retryable: true,
  },
  {
    situation: '`credential_process` failed for lack of a network, by its own words',
    // The command's own words for being offline: then waiting helps.
    message:
      /^Command failed:[\s\S]*(ENOTFOUND|ECONNREFUSED|EAI_AGAIN|ETIMEDOUT|no such host|could not resolve host|could not connect to the endpoint)/i,
    problem: 'credentialProcessOffline',
    sentence: (context) =>
      `The credential_process of ${profileWords(context.profile)} failed, it seems for lack of a network.`,
    advice: () => 'Check the network, VPN or proxy.',
    retryable: true,
  },
  {
    situation: '`credential_process` failed',
    message: /^Command failed:/,
    problem: 'credentialProcessFailed',
    sentence: (context) => `The credential_process of ${profileWords(context.profile)} failed.`,
    advice: () => 'Run the command yourself in a terminal: it says there what it needs, for example a sign-in.',
  },
  {
    situation: '`credential_process` printed credentials that have expired',
    message: /credential_process returned expired credentials|Profile .* credential_process returned expired/,
    problem: 'credentialProcessExpired',
    sentence: (context) => `The credential_process of ${profileWords(context.profile)} returned expired credentials.`,
    advice: () => 'Refresh what that command keeps, by running it yourself in a terminal.',
  },
  {
    situation: '`credential_process` printed something else than credentials as JSON with `"Version": 1`',
    message: /credential_process (returned invalid|did not return)/,
    problem: 'credentialProcessInvalid',
    sentence: (context) =>
      `The credential_process of ${profileWords(context.profile)} did not print credentials as JSON with "Version": 1.`,
    advice: () => 'Run the command yourself in a terminal and look at what it prints.',
  },
];
