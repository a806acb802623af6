import type { ClientErrors } from '../error-text.ts';

export const denoErrors: ClientErrors = {
  texts: [
    { patterns: [/Bad\s+response:\s+401/], causes: ['expired', 'missing'] },
    { patterns: [/Bad\s+response:\s+403/], causes: ['denied'] },
    { patterns: [/Bad\s+response:\s+404/], causes: ['packageMissing', 'repositoryMissing'] },
    { patterns: [/error:\s+npm:\S+\s+was\s+not\s+found/], causes: ['notFoundOrRefused'] },
  ],
};
