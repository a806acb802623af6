/**
 * Forms that some programs know besides `${NAME}`: `%NAME%` of NuGet, `$NAME` of shells, .env files, Pipenv and Bun. To every other
 * program they are text like any other.
 */
export type ReferenceForm = 'percent' | 'dollar';

/** npm (`${X}`, `${X?}`) and other clients' defaults (`${X-default}`, `${X:-default}`); after a backslash npm takes it literally. */
const REFERENCE = /(?<!\\)(?:\\\\)*\$\{([^${}?:-]+)(?:\?|:?-[^{}]*)?\}/;

/** NuGet's `%X%`, on every platform. In a URL that is percent-encoded throughout, two hexadecimals stand behind every `%`. */
const BETWEEN_PERCENTS = /%([A-Za-z_]\w*)%/;
const PERCENT_ENCODED = /^(?:[^%]|%[0-9A-Fa-f]{2})*$/;

/** A shell's `$X`, as in .env files; within a longer value it may as well be meant literally. */
const DOLLAR = /^\$([A-Za-z_]\w*)$/;

/** `//user:$X@`: Pipenv fills in variables without braces too. */
const DOLLAR_PASSWORD = /\/\/[^\s/?#:@]*:\$([A-Za-z_]\w*)@/;

/** Name of the first environment variable that a value refers to, on its own or within a URL; null when it is all literal. */
export function referencedVariable(value: string, forms: readonly ReferenceForm[] = []): string | null {
  const dollar = forms.includes('dollar') ? (DOLLAR.exec(value) ?? DOLLAR_PASSWORD.exec(value)) : null;
  const percent = forms.includes('percent') && !PERCENT_ENCODED.test(value) ? BETWEEN_PERCENTS.exec(value) : null;
  return (REFERENCE.exec(value) ?? dollar ?? percent)?.[1] ?? null;
}
