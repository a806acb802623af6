import type { ClientErrors } from '../error-text.ts';

const UPLOAD = /Error\s+uploading\s+to\s+repository:/;

/** Hatch 1, by httpx. */
export const hatchErrors: ClientErrors = {
  mark: UPLOAD,
  texts: [
    { patterns: [UPLOAD, /'401\s+\w/], causes: ['expired'] },
    { patterns: [UPLOAD, /'403\s+\w/], causes: ['denied'] },
    { patterns: [UPLOAD, /'404\s+\w/], causes: ['repositoryMissing', 'sectionMissing'] },
    { patterns: [UPLOAD, /'409\s+\w/], causes: ['versionExists'] },
    { patterns: [UPLOAD, /'429\s+\w/], causes: ['throttled'] },
    { patterns: [UPLOAD, /'50[0234]\s+\w/], causes: ['serviceDown'] },
    // Without a password it asks the system's store.
    { patterns: [/NoKeyringError/, /hatch/], causes: ['missing'] },
    { patterns: [/Missing\s+required\s+option:\s+(?:user|auth)/], causes: ['missing'] },
    { patterns: [/Unknown\s+repository|`repo`.{0,80}not\s+configured/], causes: ['sectionMissing'] },
  ],
};
