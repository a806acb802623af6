import type { ProblemCode } from '../shared/contract/problem.ts';

/** When a problem comes up, what the app says to do, and what happens by itself. */
export type ProblemNote = readonly [when: string, action: string, retry: 'by itself' | 'after a change' | 'no'];

/** Problems that the engine and the hosts have besides those of the error table of AWS. docs/errors.md is made of both. */
export const engineProblems: { readonly [Code in ProblemCode]?: ProblemNote } = {
  signInRefused: [
    'the sign-in was denied in the browser, or by the organisation',
    'begin it again and allow the access',
    'no',
  ],
  signInExpired: ['nobody finished the sign-in in time: 10 minutes', 'begin it again', 'no'],
  signInCancelled: ['the sign-in was cancelled, in the page or by Ctrl+C', 'begin it again', 'no'],
  signInUnknown: [
    'the profile has nothing to sign in to, such as one with keys; or no sign-in is going on',
    'choose a profile with SSO, `aws login` or MFA',
    'no',
  ],
  profileNotFound: [
    'the AWS files have no such profile',
    'choose another, of which one is named, or `aws configure sso --profile P`',
    'after a change',
  ],
  invalidInput: ['a value is malformed', 'correct it as the sentence says', 'no'],
  fileUnreadable: [
    "a config file or AWS file can't be read",
    'make it a file that your user may read',
    'after a change',
  ],
  projectNotFound: ['no project or folder of that name', 'add it, or check the path', 'no'],
  bindingNotFound: ['no binding of that id', 'look at `codeartifact-tray list`', 'no'],
  tokenNotFound: ['no token of that id', 'look at `codeartifact-tray status`', 'no'],
  clientUnknown: [
    'a binding is of a client that this version does not know',
    'update the app, or remove the binding',
    'no',
  ],
  fileInvalid: ['a config file is not in the form its client reads', 'correct it', 'after a change'],
  fileNotWritable: [
    'the file or its folder may not be written, or an access list or extended attributes of the file could not be kept',
    'change its permissions',
    'after a change',
  ],
  fileBusy: ['another program holds the file', 'close it', 'by itself'],
  diskFull: ['there is no room for the file', 'make room', 'after a change'],
  secretInGit: [
    'the token would get into a file that version control tracks or would pick up',
    'have git leave the file alone, use the user level, or `--exec-only`',
    'after a change',
  ],
  endpointUntrusted: [
    "the token would go to a server that is not the domain's, or in plain http",
    'check the configured AWS endpoint and the proxy',
    'no',
  ],
  endpointCustom: [
    'only a warning: packages come from another machine, which a configured AWS endpoint named',
    'unset it if it is not yours',
    'no',
  ],
  accountDiffers: [
    'only a warning: the domain belongs to another account than the profile, told before the profile is first used for it',
    'nothing where the domain is a shared one; else name its owner anew, after a look at `codeartifact-tray domains`',
    'no',
  ],
  secretExposed: [
    'a token is in a file that version control has come to track or would pick up since, or that a Dockerfile copies',
    'take it out by `disable` and `apply`, or have the file ignored',
    'after a change',
  ],
  envManaged: [
    'an environment variable overrides what the file would say',
    'remove the line, or `--exec-only`',
    'after a change',
  ],
  valueEncrypted: [
    'the file holds an encrypted secret of your own where the token would go',
    'remove it, or choose another server id',
    'after a change',
  ],
  noVirtualEnvironment: ['the project has no virtual environment to configure', 'create one', 'after a change'],
  changedByUser: [
    'you changed an entry of ours since, twice or to another repository; yours stays',
    'apply to have ours back, or switch off',
    'no',
  ],
  notRestorable: [
    'a line held a CodeArtifact token before us, which was not kept, and ours has none to take its place',
    'set the line by hand',
    'no',
  ],
  entryConflict: ['two bindings want the same entry of the same file', 'switch one of them off', 'no'],
  planChanged: ['files or switches changed since the preview', 'look at the new preview', 'no'],
  locked: ['another process of the app is writing, or asking for a token', 'wait', 'by itself'],
  settingsInvalid: [
    "the app's own settings, journal or ledger can't be read",
    'correct it, or move it away to start anew',
    'after a change',
  ],
  stateUntrusted: [
    'the state folder or a file in it belongs to somebody else, or others can write it',
    '`chmod go-w`, or a folder of your own',
    'after a change',
  ],
  nothingToUndo: ['nothing was applied yet, or it was taken back already', 'look at `codeartifact-tray list`', 'no'],
  portInUse: ['another program listens on the port of the page', 'choose another one with `--port`', 'no'],
  registryMissing: [
    'nothing points the client at the repository',
    'apply the pending changes, or add the lines to copy',
    'after a change',
  ],
  registryShadowed: [
    'a nearer file or a variable names another registry, ours in a form that its credential is not looked up for, or has no index asked at all',
    'remove or correct the line',
    'after a change',
  ],
  registryTaken: [
    'only a warning: a line that no repository here keeps has the client ask CodeArtifact for every package, in a file that it shares with one of ours',
    'have the line taken out, or adopt it: `clear` or `adopt`, with the file',
    'after a change',
  ],
  credentialMissing: ['the client finds no credential', 'apply the pending changes', 'after a change'],
  credentialShadowed: [
    'a credential that is no CodeArtifact token comes before ours',
    'remove the line',
    'after a change',
  ],
  credentialRedirected: [
    'a file or variable has the client send the token to another server, look at no certificate, or ask something else in place of ours',
    'remove the line',
    'after a change',
  ],
  tokenStale: [
    'a CodeArtifact token that has expired stands where the client looks',
    'remove the line, or refresh',
    'after a change',
  ],
  variableUnset: ['a file refers to a variable that is not set', 'set it, or remove the line', 'after a change'],
  unexpected: [
    'a failure that no row above knows; the sentence has its name, code, HTTP status and request id',
    'report it with these details',
    'no',
  ],
};
