import { TOKEN_PATTERN } from './token.ts';

/** Stands for the token in values that are planned, compared, shown or kept in the journal. */
export const TOKEN_SLOT = '⟦token⟧';

/** The value with every CodeArtifact token replaced by TOKEN_SLOT: what may be stored and compared. */
export function templateOf(value: string): string {
  return value.replaceAll(new RegExp(TOKEN_PATTERN, 'g'), TOKEN_SLOT);
}

/** The value with the token in its place. */
export function fillTemplate(template: string, token: string): string {
  return template.replaceAll(TOKEN_SLOT, () => token);
}
