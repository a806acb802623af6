/** Tokens that services give a mark of their own, JSON Web Tokens, and what follows the name of a way to sign in. */
const KNOWN =
  /\b(?:gh[opsur]_\w{16,}|github_pat_\w{16,}|gl(?:pat|dt|cbt|ptt|rt)-[\w-]{10,}|npm_[A-Za-z\d]{24,}|(?:sk|rk|pk)_(?:live|test)_\w{10,}|sk-[\w-]{20,}|(?:AKIA|ASIA)[A-Z\d]{16}|xox[abeprs]-[\w-]{10,}|hvs\.[\w-]{10,}|dckr_pat_[\w-]{10,}|SG\.[\w-]{10,}\.[\w-]{10,}|squ_\w{10,}|eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*)/g;
const SCHEME = /\b((?:Bearer|Basic)[ \t]+)([\w+/.~-]{8,}=*)/g;
/** `user:password@host`, as proxies are written without a scheme. */
const LOOSE_USER = /(?<=^|[\s"'=(])([\w.%+-]{1,64}):([^\s:@/"']{1,256})@(?=[\w-]{1,63}\.[\w-])/g;
const PEM = /-----(BEGIN|END) [A-Z ]{1,40}-----/g;

/** A line without what is known for a secret by its own form. */
export function maskKnownSecrets(line: string, mask: string): string {
  return line
    .replaceAll(KNOWN, mask)
    .replaceAll(SCHEME, (_, scheme: string) => scheme + mask)
    .replaceAll(LOOSE_USER, (_, user: string) => `${user}:${mask}@`);
}

/** Whether a key in PEM is open behind this line, and the line without any of it. */
export function maskPem(
  line: string,
  isOpen: boolean,
  mask: string,
): { readonly line: string; readonly isOpen: boolean } {
  if (!isOpen && !line.includes('-----BEGIN ')) return { line, isOpen };
  let shown = '';
  let done = 0;
  let open = isOpen;
  for (const { index, 0: whole, 1: which } of line.matchAll(PEM)) {
    const between = line.slice(done, index);
    shown += (open && between.trim() !== '' ? mask : between) + whole;
    open = which === 'BEGIN';
    done = index + whole.length;
  }
  const rest = line.slice(done);
  return { line: shown + (open && rest.trim() !== '' ? mask : rest), isOpen: open };
}
