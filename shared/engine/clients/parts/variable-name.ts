/** Variables that programs themselves go by: with a token in its place, whatever is started next would fail, or load something else. */
const RESERVED = `
  PATH PATHEXT CDPATH MANPATH INFOPATH HOME HOMEDRIVE HOMEPATH USERPROFILE USER USERNAME LOGNAME SHELL SHELLOPTS BASHOPTS
  BASH_ENV ENV ZDOTDIR FPATH IFS PS1 PS2 PS4 PROMPT_COMMAND PWD OLDPWD SHLVL TERM TERMINFO COLUMNS LINES TZ LANG LANGUAGE
  LC_ TMP TEMP TMPDIR EDITOR VISUAL PAGER BROWSER DISPLAY WAYLAND_DISPLAY XAUTHORITY XDG_ DBUS_ APPDATA LOCALAPPDATA
  PROGRAMDATA PROGRAMFILES ALLUSERSPROFILE SYSTEMROOT SYSTEMDRIVE WINDIR COMSPEC PSMODULEPATH OS LD_ DYLD_ GCONV_PATH
  LOCPATH NLSPATH MALLOC_ GLIBC_ NODE_OPTIONS NODE_PATH NODE_EXTRA_CA_CERTS NODE_TLS_REJECT_UNAUTHORIZED NODE_ENV
  ELECTRON_ PYTHON VIRTUAL_ENV CONDA_ RUBYOPT RUBYLIB GEM_ BUNDLE_GEMFILE PERL JAVA_ JDK_ _JAVA_OPTIONS CLASSPATH MAVEN_
  M2_ GRADLE_ SBT_ GOPATH GOROOT GOBIN GOFLAGS GOENV CARGO_HOME RUSTC RUSTUP_ DOTNET_ MSBUILD CC CXX CFLAGS LDFLAGS
  MAKEFLAGS GIT_ SSH_ GPG_ GNUPGHOME DOCKER_ KUBECONFIG AWS_ CODEARTIFACT_TRAY_ HTTP_PROXY HTTPS_PROXY FTP_PROXY ALL_PROXY
  NO_PROXY SSL_CERT_FILE SSL_CERT_DIR REQUESTS_CA_BUNDLE CURL_CA_BUNDLE CURL_HOME NETRC CI
`
  .trim()
  .split(/\s+/);

/** In any case, because Windows and some programs don't tell cases apart; names that end in `_`, and a few more, stand for all that begin so. */
const FAMILIES: ReadonlySet<string> = new Set(['PYTHON', 'PERL', 'RUSTC', 'MSBUILD', 'PROGRAMFILES']);

function inAnyCase(name: string): string {
  const letters = name.replaceAll(/[A-Z]/g, (letter) => `[${letter}${letter.toLowerCase()}]`);
  return name.endsWith('_') || FAMILIES.has(name) ? letters : `${letters}$`;
}

/** Source of a regular expression for names of variables that may hold a token. */
export const TOKEN_VARIABLE_PATTERN = `(?!${RESERVED.map(inAnyCase).join('|')})[A-Za-z_][A-Za-z0-9_]*`;

const acceptable = new RegExp(`^(?:${TOKEN_VARIABLE_PATTERN})$`);

/** Whether a variable may be given a token: the name is one, and no program needs it for something else. */
export function mayHoldToken(name: string): boolean {
  return acceptable.test(name);
}
