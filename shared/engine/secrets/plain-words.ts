/** Words that say nothing by themselves: a comment that holds them is prose, and beside a password they are no part of it. */
const COMMON = new Set(
  `a about above add added after again all allow allowed also always an and any are as asks at available be because been before
  below beside between both but by can change changed check comes config configuration copy could created current default do does
  don't done each edit enable enabled every example file files first fix for from generated get given has have he her here his
  home how i if in instead into is it its keep kept last later leave like line lines local look made make managed may me more most
  must my needed needs never new newest next no none not nothing now of off old on once one only open or other our out over own
  package packages path please private project projects public put read reads registry remove removed repositories repository
  same see server servers set setting settings she should since so some still stuff than that the their them then there these they
  this those through time to todo too two under until up use used user users uses using value version via wait was we were what
  when where which while who why will with without work works write written years yes you your
  access account api apikey auth authentication authorization basic bearer credential credentials feed host https http id index
  key keys login mirror name passphrase password passwords proxy secret secrets token tokens url username
  artifactory aws bun bundler cargo codeartifact conda deno docker gem git github gitlab go gradle hatch hex java jfrog json linux
  macos maven netrc nexus node npm npmrc nuget pdm pip pipenv pnpm poetry properties pypi pypirc python ruby rust sbt sonar swift
  toml twine ubuntu export unset macdef machine html conf cfg txt uv windows xml yaml yarn yml env corporate company internal team office organisation organization`.split(
    /\s+/,
  ),
);

/** Whether what somebody calls by this name is likely to be secret. */
const SECRET_NAME =
  /pass|pwd|\bpw\b|secret|token|cred|auth(?!or)|key|\bpin\b|\botp\b|cookie|session|bearer|signature|private|\bpat\b|salt|login|account/i;

export function isCommonWord(word: string): boolean {
  return COMMON.has(word.toLowerCase());
}

export function speaksOfSecrets(text: string): boolean {
  return SECRET_NAME.test(text);
}

const LONGEST_WORD = 16;

/** True for letters that could be a word of a language: in one case, with vowels, and without long runs of consonants. */
export function isWord(text: string): boolean {
  if (text.length > LONGEST_WORD || !/^\p{L}+$/u.test(text)) return false;
  if (/^[A-Z]{1,5}$/.test(text) || isCommonWord(text)) return true;
  if (!/^(?:\p{Lu}?\p{Ll}+|\p{Lu}+)$/u.test(text)) return false;
  const letters = text.toLowerCase();
  return !/[bcdfghjklmnpqrstvwxz]{4}/.test(letters) && (letters.length < 4 || /[^bcdfghjklmnpqrstvwxz]/.test(letters));
}

/** True for a word, a short number, or a word with a digit or two, as names of repositories and folders are put together from. */
function isNamePart(part: string): boolean {
  return (
    isWord(part) ||
    /^\p{L}?\d{1,3}$/u.test(part) ||
    (/^\p{L}{2,}\d{1,2}$/u.test(part) && isWord(part.replace(/\d+$/, '')))
  );
}

const LONGEST_NAME = 64;

/** True for what a person would call a repository, a folder or a server: `npm-store`, `eu-west-1`, `settings.xml`. */
export function isName(text: string): boolean {
  if (text === '' || text.length > LONGEST_NAME || !/^[@.]?[\p{L}\d]/u.test(text)) return false;
  return text
    .replace(/^[@.]/, '')
    .split(/[-_.~]/)
    .every((part) => part === '' || isNamePart(part));
}

/** The words of `camelCase`, `CAPITALS` and `XMLName`, and digits. */
const HUMPS = /[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+|[^A-Za-z\d]+/g;

/** True for a piece of a key: words and shortenings, also run together, and numbers. */
export function isKeyPart(part: string): boolean {
  if (isNamePart(part) || /^\d{1,12}$/.test(part) || /^[A-Z]{1,16}\d{0,3}$/.test(part)) return true;
  if (part.length > 40 || !/^[A-Za-z][A-Za-z\d]*$/.test(part)) return false;
  const humps = part.match(HUMPS) ?? [];
  return humps.every((hump) =>
    /^\d/.test(hump) ? hump.length < 3 : hump.length > 1 && (hump.length < 7 || isWord(hump)),
  );
}
