/**
 * How programs let a file refer to variables; to every other program such a text is one like any other, and may be somebody's secret.
 * `braces` is `${X}`, `optional` npm's `${X?}`, `default` `${X-y}` and `${X:-y}`, `dollar` the `$X` of .env files and Pipenv, `percent` NuGet's
 * `%X%`, `maven` the `${env.X}` of settings.xml and its `${property}`.
 */
export type ReferenceForm = 'braces' | 'optional' | 'default' | 'dollar' | 'percent' | 'maven';

/** What a value takes from elsewhere. */
export type Reference = {
  /**
   * Name of the environment variable; null where it is none, and where what stands around it in a password makes it as likely that it
   * is a piece of one.
   */
  readonly variable: string | null;
  /** False where something stands in for a variable that is not set. */
  readonly isNeeded: boolean;
};

const NAME = String.raw`([A-Za-z_]\w*)`;

const SOURCES: Readonly<Record<ReferenceForm, string>> = {
  braces: String.raw`(?<!\\)(?:\\\\)*\$\{${NAME}\}`,
  optional: String.raw`(?<!\\)(?:\\\\)*\$\{${NAME}\?\}`,
  default: String.raw`(?<!\\)(?:\\\\)*\$\{${NAME}:?-[^{}]*\}`,
  dollar: String.raw`\$${NAME}(?!\w)`,
  percent: `%${NAME}%`,
  maven: String.raw`\$\{(?:env\.)?([A-Za-z_][\w.-]*)\}`,
};

/** In a URL that is percent-encoded throughout, two hexadecimals stand behind every `%`. */
const PERCENT_ENCODED = /^(?:[^%]|%[0-9A-Fa-f]{2})*$/;

/** What stands in front of a secret in one value and is none. */
const SCHEMES = String.raw`(?:(?:Bearer|Basic|token)[ ]+|aws:)?`;

function match(value: string, forms: readonly ReferenceForm[], before: string, behind: string): Reference | null {
  for (const form of forms) {
    if (form === 'percent' && PERCENT_ENCODED.test(value)) continue;
    const [whole, name] = new RegExp(before + SOURCES[form] + behind, 'i').exec(value) ?? [];
    if (whole === undefined || name === undefined) continue;
    const isVariable = form !== 'maven' || whole.includes('${env.');
    return { variable: isVariable ? name : null, isNeeded: form !== 'optional' && form !== 'default' };
  }
  return null;
}

/** The reference that a text is as a whole; null for any other text. */
export function wholeReference(value: string, forms: readonly ReferenceForm[]): Reference | null {
  return match(value, forms, '^', '$');
}

/** `https://user:` and `@`, around a password that is a reference. */
const USER = String.raw`^[a-z][a-z\d+.-]*://[^/?#@\s]*?`;

/** The first reference in a value, on its own, within a URL or beside other text; null when the client takes it all literally. */
export function referenceIn(value: string, forms: readonly ReferenceForm[] = []): Reference | null {
  const named = match(value, forms, `^${SCHEMES}`, '$') ?? match(value, forms, USER, '@');
  if (named !== null) return named;
  // Outside of a password an address or a path is put together from variables.
  const [, scheme = '', rest = ''] = /^([a-z][a-z\d+.-]*:\/\/)([^]*)$/i.exec(value) ?? [];
  if (scheme !== '' && !rest.includes('@')) return match(rest, withoutLoose(forms), '', '');
  const among = match(value, withoutLoose(forms), '', '');
  return among === null ? null : { ...among, variable: null };
}

/** Within a longer text `$X` may as well be meant literally. */
function withoutLoose(forms: readonly ReferenceForm[]): readonly ReferenceForm[] {
  return forms.filter((form) => form !== 'dollar');
}

/** True for a text that looks like a reference in the commonest form, whoever reads it. */
export function looksLikeReference(value: string): boolean {
  return referenceIn(value, ['braces'])?.variable !== undefined && referenceIn(value, ['braces'])?.variable !== null;
}
