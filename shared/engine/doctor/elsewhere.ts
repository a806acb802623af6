import type { Cause } from '../clients/error-text.ts';
import type { Answerer } from './answered-by.ts';
import { DOCTOR } from './causes.ts';
import type { Explained } from './causes.ts';

/** What causes that would blame CodeArtifact mean where another server answered. */
type AnsweredElsewhere = 'refused' | 'missing' | 'exists' | 'busy' | 'failed';

const elsewhere: Readonly<Partial<Record<Cause, AnsweredElsewhere>>> = {
  expired: 'refused',
  missing: 'refused',
  idMismatch: 'refused',
  realmMismatch: 'refused',
  yarnAnonymous: 'refused',
  denied: 'refused',
  otherServer: 'refused',
  wrongRegistry: 'missing',
  repositoryMissing: 'missing',
  packageMissing: 'missing',
  notFoundOrRefused: 'missing',
  emptyAnswer: 'missing',
  versionExists: 'exists',
  throttled: 'busy',
  serviceDown: 'failed',
};

const LED_THERE = 'See which registry the client takes, and from where';

/** The cause as it is where another server than CodeArtifact answered; null for one that says nothing of a server. */
export function explainedElsewhere(cause: Cause, { name, isPublic }: Answerer): Explained | null {
  const kind = elsewhere[cause];
  if (kind === undefined) return null;
  const said = {
    refused: `It refused what the client sent, or was sent nothing.`,
    missing: isPublic
      ? 'The client asked the public registry: it did not see the line that names your repository, or the name is wrong.'
      : 'It has no such package, or shows it to nobody who is not signed in there.',
    exists: 'It has this version already.',
    busy: 'It was asked too often.',
    failed: 'It failed.',
  };
  const advice = {
    refused: `${LED_THERE}; where that server is meant, sign in there: a token of CodeArtifact opens nothing of it.`,
    missing: `${LED_THERE}; where that server is meant, check the name and whether it wants a sign-in.`,
    exists: `${LED_THERE}; where that server is meant, publish under a new version.`,
    busy: `${LED_THERE}; where that server is meant, try again in a minute.`,
    failed: `${LED_THERE}; where that server is meant, try again in a few minutes.`,
  };
  const meaning = `Another server answered: ${name}. ${said[kind]}`;
  return { meaning, advice: advice[kind], command: DOCTOR };
}
