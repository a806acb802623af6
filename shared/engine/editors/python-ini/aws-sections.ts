/** `profile`, `sso-session` and `services`, with a name that is one word to a shell (botocore 1.43 splits them by Python's shlex). */
const NAMED = /^(profile|sso-session|services)[ \t]+(?:'([^']*)'|"((?:\\.|[^"\\])*)"|([^\s'"\\]+))[ \t]*$/;

/** The one spelling of a section of the AWS config file, whichever way it is quoted. */
export function likeAws(header: string): string {
  const [, kind, single, double, bare] = NAMED.exec(header) ?? [];
  const name = single ?? double?.replaceAll(/\\(["\\])/g, '$1') ?? bare;
  if (kind === undefined || name === undefined) return header;
  return kind === 'profile' ? profileSection(name) : `${kind} ${word(name)}`;
}

/** The section of a profile as the AWS CLI writes it (`profile_to_section` of aws-cli 2.36). */
export function profileSection(profile: string): string {
  return profile === 'default' ? profile : `profile ${word(profile)}`;
}

/** Python's shlex.quote, for names with blanks alone. */
function word(name: string): string {
  return /[ \t]/.test(name) ? `'${name.replaceAll("'", `'"'"'`)}'` : name;
}
