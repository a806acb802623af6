import { createHash } from 'node:crypto';
import { readTokenTimes, replaceTokens } from './token.ts';

/** Stands for the token in values that are planned, compared, shown or kept in the journal. */
export const TOKEN_SLOT = '⟦token⟧';

/** Tells texts apart, whatever the tokens in them: 16 hexadecimals. */
export function digestOf(text: string): string {
  return createHash('sha256').update(templateOf(text)).digest('hex').slice(0, 16);
}

/** The value with every CodeArtifact token replaced by TOKEN_SLOT: what may be stored and compared. */
export function templateOf(value: string): string {
  return replaceTokens(value, () => TOKEN_SLOT);
}

/** The value with TOKEN_SLOT in place of every token that may live at `now`: one that has expired opens nothing and may be kept. */
export function withoutLiving(value: string, now: number): string {
  return replaceTokens(value, (token) => {
    const times = readTokenTimes(token);
    return times !== null && times.expiresAt <= now ? token : TOKEN_SLOT;
  });
}

/** The value with the token in its place. */
export function fillTemplate(template: string, token: string): string {
  return template.replaceAll(TOKEN_SLOT, () => token);
}
