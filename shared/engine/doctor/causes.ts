import type { Diagnosis } from '../../contract/doctor.ts';
import type { Cause } from '../clients/error-text.ts';

export type Explained = Pick<Diagnosis, 'meaning' | 'advice' | 'command'>;

const REFRESH = 'codeartifact-tray refresh';
export const DOCTOR = 'codeartifact-tray doctor';
const STATUS = 'codeartifact-tray status';

/** What each cause means, and the one step that ends it. */
export const causes: Readonly<Record<Cause, Explained>> = {
  expired: {
    meaning: 'CodeArtifact refused the token: it has expired, or it is not the one of this domain.',
    advice: 'Refresh the token; if it is fresh already, see which file the client takes an old one from.',
    command: REFRESH,
  },
  missing: {
    meaning: 'The client sent no credential to the repository.',
    advice: 'Switch the repository on for this client and apply; then see what the client reads.',
    command: DOCTOR,
  },
  idMismatch: {
    meaning: 'The repository refused the credential, or the client found none under the name of its repository.',
    advice: 'Use the same id or source name in the build as in the binding; then refresh the token.',
    command: DOCTOR,
  },
  realmMismatch: {
    meaning: 'sbt has no credentials for this host, or has none for the realm of this repository, DOMAIN/REPOSITORY.',
    advice:
      'Switch the repository on for sbt and put the lines that the binding offers into build.sbt: their file has no realm.',
    command: null,
  },
  yarnAnonymous: {
    meaning: 'Yarn asked without a credential, or with one that was refused, and took the answer for "not found".',
    advice: 'Switch the repository on for Yarn itself, which needs its always-auth line, and refresh the token.',
    command: REFRESH,
  },
  providerMissing: {
    meaning: 'Cargo does not know how to get the credential of this registry.',
    advice: 'Switch the repository on for cargo, which adds credential-provider = "cargo:token".',
    command: DOCTOR,
  },
  denied: {
    meaning: 'The token is good, but its AWS identity may not do this with the repository.',
    advice: 'Ask for codeartifact:ReadFromRepository (or PublishPackageVersion), or use another profile.',
    command: null,
  },
  wrongRegistry: {
    meaning: 'The client asked the public registry: it did not see the line that names your repository.',
    advice: 'See which registry the client takes, and from where.',
    command: DOCTOR,
  },
  otherServer: {
    meaning: 'Another server answered than CodeArtifact: a mirror, a proxy or a registry that stands before it.',
    advice:
      'Leave your repository out of that mirror, or give the mirror its own credential; the doctor shows which one it is.',
    command: DOCTOR,
  },
  repositoryMissing: {
    meaning: 'There is no repository of this name in the domain.',
    advice:
      'Compare the name with what "codeartifact-tray repositories --domain DOMAIN" lists; then add the binding anew.',
    command: null,
  },
  packageMissing: {
    meaning: 'The repository answered, but it has no such package or version, nor has its upstream.',
    advice: 'Check name and version, and that the repository has an upstream or a connection to the public registry.',
    command: null,
  },
  notFoundOrRefused: {
    meaning: 'There is no such package, or the token was refused, or no server answered: Deno says the same of all.',
    advice: 'Refresh the token; then check the name of the package.',
    command: REFRESH,
  },
  emptyAnswer: {
    meaning: 'The index gave no versions: the token was refused or lacks a permission, or the URL lacks /simple/.',
    advice: 'Refresh the token; then see which index the client takes, and from where.',
    command: REFRESH,
  },
  versionExists: {
    meaning: 'The repository has this version already, and CodeArtifact never replaces what was published.',
    advice: 'Publish under a new version, or delete the old one first with "aws codeartifact delete-package-versions".',
    command: null,
  },
  contentDiffers: {
    meaning:
      'A package is not what the lockfile or the registry says it is: it was made from another registry, a cache is spoiled, or it was changed.',
    advice:
      'Empty the client’s cache and try again; where another registry has a build of its own, make the lockfile anew. Leave the check on.',
    command: null,
  },
  oneTimePassword: {
    meaning: 'The registry asks for a one-time password, which CodeArtifact never does: it is another one.',
    advice: 'See which registry the client takes, and from where; to publish there, give the password with --otp.',
    command: DOCTOR,
  },
  unsetVariable: {
    meaning: 'A configuration file refers to a variable that is not set, or that this client does not expand there.',
    advice: 'Set the variable by running the command through "codeartifact-tray exec", or remove the line.',
    command: DOCTOR,
  },
  fileBroken: {
    meaning: 'The client can not read one of its configuration files, so it reads none of it.',
    advice: 'Correct the line that the doctor names.',
    command: DOCTOR,
  },
  fileUnreadable: {
    meaning: 'The client may not read or write one of its configuration files.',
    advice:
      'Give the file back to your account, such as after a command with sudo; the doctor names those it can not read.',
    command: DOCTOR,
  },
  unscopedKey: {
    meaning: 'An old credential line without a registry stops npm.',
    advice: 'Remove the line with _authToken, _auth or _password that has no // in front.',
    command: DOCTOR,
  },
  sectionMissing: {
    meaning: 'The command or the build names a registry that no file of the client describes.',
    advice: 'Use the name that the binding shows, or add a binding under the name that the build uses.',
    command: 'codeartifact-tray list',
  },
  workspaceFile: {
    meaning: 'Settings in a member of a workspace are not read: npm takes those of the workspace’s root.',
    advice: 'Add the root of the workspace as the project, and apply.',
    command: null,
  },
  workspaceTool: {
    meaning: 'The command was run in a member of a workspace, or by a client that does not know this workspace.',
    advice: 'Run it in the root of the workspace, with the client that its lockfile belongs to.',
    command: null,
  },
  credentialStore: {
    meaning:
      'The system’s store of credentials failed: there is none, it is locked, or a CodeArtifact token is too long for it.',
    advice:
      'Keep the token in the client’s file instead, where a binding puts it; for Poetry also run "poetry config keyring.enabled false".',
    command: null,
  },
  toolMissing: {
    meaning: '"aws codeartifact login" started a program that is not installed, or not on the PATH.',
    advice: 'Sign the client in by a binding instead, which needs no such program.',
    command: null,
  },
  ownAffair: {
    meaning:
      'This is about the project or the client itself, such as its lockfile, versions that don’t fit, or a script: neither registry nor token is at fault.',
    advice: 'Follow what the client says below its code, then repeat the command.',
    command: null,
  },
  awsExpired: {
    meaning:
      'Your AWS session has expired, so that AWS gives out no token. The package manager has nothing to do with it.',
    advice:
      'Sign in with the profile that the command used, by "codeartifact-tray sign-in --profile NAME"; status names each profile.',
    command: STATUS,
  },
  awsMissing: {
    meaning: 'AWS found no credentials for this command: no profile was named, or the one that counts has none.',
    advice: 'Name a profile with --profile or AWS_PROFILE; the list shows those that there are.',
    command: 'codeartifact-tray profiles',
  },
  awsInvalid: {
    meaning: 'AWS does not know the access key, or the secret key does not belong to it.',
    advice: 'Use another profile, or put new keys into it with "aws configure".',
    command: 'codeartifact-tray profiles',
  },
  awsProfile: {
    meaning: 'There is no such profile in the AWS configuration.',
    advice: 'Use one of those that there are.',
    command: 'codeartifact-tray profiles',
  },
  awsRegion: {
    meaning: 'No region is named, or CodeArtifact is not in the one that is.',
    advice: 'Name the region of the domain, with --region, AWS_REGION or in the profile.',
    command: 'codeartifact-tray profiles',
  },
  awsProcess: {
    meaning: 'The program that the profile gets its credentials from (credential_process) failed.',
    advice: 'Run that program in a terminal to see why, or use another profile.',
    command: null,
  },
  awsDenied: {
    meaning: 'Your AWS identity may not get a token of this domain, or not look into it.',
    advice: 'Ask for codeartifact:GetAuthorizationToken on the domain, or use a profile that has it.',
    command: 'codeartifact-tray profiles',
  },
  awsBearerDenied: {
    meaning: 'Your AWS identity lacks sts:GetServiceBearerToken, without which nobody gets a token.',
    advice: 'Ask for sts:GetServiceBearerToken with the condition sts:AWSServiceName = codeartifact.amazonaws.com.',
    command: null,
  },
  awsRoleDenied: {
    meaning: 'Your AWS identity may not take on the role of the profile.',
    advice: 'Check role_arn and external_id of the profile, and ask the role’s account to trust you.',
    command: null,
  },
  awsDomainMissing: {
    meaning: 'There is no such domain in this account and region.',
    advice:
      'Name the domain’s owner with --domain-owner and its region with --region; the list shows what this profile reaches.',
    command: 'codeartifact-tray domains',
  },
  awsTooOld: {
    meaning: 'This AWS CLI does not know the command, the option or the tool: it is too old, or the word is another.',
    advice: 'Update it to version 2, or use "codeartifact-tray login", which takes the same options and every client.',
    command: 'codeartifact-tray login --help',
  },
  throttled: {
    meaning: 'AWS was asked too often in a short time.',
    advice: 'Try again in a minute; a binding asks once per domain for all clients.',
    command: null,
  },
  serviceDown: {
    meaning: 'The server failed, not the credential.',
    advice: 'Try again in a few minutes.',
    command: null,
  },
  offline: {
    meaning: 'The server was not reached: no network, a wrong name, or a VPN or proxy that is needed.',
    advice: 'Check the network and the address that the client uses, which the doctor shows.',
    command: DOCTOR,
  },
  proxyRefused: {
    meaning: 'A proxy on the way refused the connection, most often for want of a user and password of its own.',
    advice: 'Set HTTPS_PROXY with the proxy’s credentials, or put the host of the repository into NO_PROXY.',
    command: null,
  },
  certificate: {
    meaning:
      'The client does not trust the certificate it was shown, such as that of a company proxy that looks into TLS.',
    advice:
      'Give the client your company’s CA certificate (NODE_EXTRA_CA_CERTS, PIP_CERT, SSL_CERT_FILE, the trust store of Java); never switch the check off.',
    command: null,
  },
  plainHttpBlocked: {
    meaning: 'The client refuses an address that begins with http://, to which it would send the token in clear.',
    advice: 'Write https:// in front; CodeArtifact has no other.',
    command: DOCTOR,
  },
  clockWrong: {
    meaning: 'The clock of this machine is wrong, or a certificate on the way has expired.',
    advice: 'Set the clock by the network and try again.',
    command: null,
  },
  diskFull: {
    meaning: 'The disk is full.',
    advice: 'Make room and repeat the command.',
    command: null,
  },
};
