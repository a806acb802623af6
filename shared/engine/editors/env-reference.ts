/** npm (`${X}`, `${X?}`) and other clients' defaults (`${X-default}`, `${X:-default}`); after a backslash npm takes it literally. */
const REFERENCE = /(?<!\\)(?:\\\\)*\$\{([^${}?:-]+)(?:\?|:?-[^{}]*)?\}/;

/** Name of the first environment variable that a value refers to, on its own or within a URL; null when it is all literal. */
export function referencedVariable(value: string): string | null {
  return REFERENCE.exec(value)?.[1] ?? null;
}
