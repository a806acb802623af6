import type { Diagnosis } from '../../contract/doctor.ts';
import type { Cause } from './error-texts.ts';
import { errorTexts } from './error-texts.ts';

type Explained = Pick<Diagnosis, 'meaning' | 'advice' | 'command'>;

const REFRESH = 'codeartifact-tray refresh';
const DOCTOR = 'codeartifact-tray doctor';

const causes: Readonly<Record<Cause, Explained>> = {
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
  yarnAnonymous: {
    meaning: 'Yarn asked without a credential, or with one that was refused, and took the answer for "not found".',
    advice: 'Switch the repository on for Yarn itself, which needs its always-auth line, and refresh the token.',
    command: REFRESH,
  },
  notFoundOrRefused: {
    meaning: 'There is no such package, or the token was refused: Deno says the same of both.',
    advice: 'Refresh the token; then check the name of the package.',
    command: REFRESH,
  },
  idMismatch: {
    meaning: 'The repository refused the credential, or the client found none under the name of its repository.',
    advice: 'Use the same id or source name in the build as in the binding; then refresh the token.',
    command: DOCTOR,
  },
  providerMissing: {
    meaning: 'Cargo does not know how to get the credential of this registry.',
    advice: 'Switch the repository on for cargo, which adds credential-provider = "cargo:token".',
    command: DOCTOR,
  },
  unscopedKey: {
    meaning: 'An old credential line without a registry stops npm.',
    advice: 'Remove the line with _authToken, _auth or _password that has no // in front.',
    command: DOCTOR,
  },
  emptyAnswer: {
    meaning: 'The index gave no versions: the token was refused or lacks a permission, or the URL lacks /simple/.',
    advice: 'Refresh the token; then see which index the client takes, and from where.',
    command: REFRESH,
  },
};

/** What a pasted error message means: one diagnosis per cause, the most telling first; empty when nothing is recognised. */
export function diagnoseText(text: string): Diagnosis[] {
  const found = errorTexts.filter(({ patterns }) => patterns.every((pattern) => pattern.test(text)));
  const byCause = Map.groupBy(found, ({ cause }) => cause);
  return [...byCause].map(([cause, texts]) => ({
    clients: [...new Set(texts.flatMap(({ clients }) => clients))],
    ...causes[cause],
  }));
}
