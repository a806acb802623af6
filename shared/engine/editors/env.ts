import type { Before, Editor, EntryPath, Occurrence, Splice, SyntaxProblem } from './editor.ts';
import { insertLines, pairFromLast, removeLines, splitLines, type Line } from './text/lines.ts';

/** What differs between readers of `KEY=value` lines. */
type Dialect = {
  /** Source of a regular expression for what stands in front of the value; group 1 is `export`, group 2 the key. */
  readonly head: RegExp;
  /** True where quotes, comments behind values and backslashes mean something. */
  readonly quoting: boolean;
};

type Setting = {
  readonly key: string;
  readonly exported: boolean;
  /** Its lines: a quoted value may have several. */
  readonly lines: readonly Line[];
  /** Offsets of the value, quotes included. */
  readonly start: number;
  readonly end: number;
  readonly value: string;
};

type Scan = { readonly settings: readonly Setting[]; readonly problem: SyntaxProblem | null };

const QUOTED = /(?:"((?:\\[^]|[^"\\])*)"|'([^']*)')(?=[ \t]*(?:$|[\r\n;]|[ \t]#))/y;
/** A command whose output a shell takes: the AWS user guide sets the token like that. */
const COMMAND = /(?:`(?:\\[^]|[^`\\])*`|\$\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\))/y;
/** To the end of the line or to a comment; a backslash takes the next line along. */
const BARE = /(?:\\(?:\r\n|[^])|[^ \t\r\n]|[ \t]+(?![ \t#]|$|[\r\n]))*/y;

type Value = Pick<Setting, 'start' | 'end' | 'value'>;

function keyOf([written = '']: EntryPath): string {
  return written.replace(/^export /, '');
}

function scan(text: string, { head, quoting }: Dialect): Scan {
  const settings: Setting[] = [];
  const lines = splitLines(text);
  let done = 0;
  for (const [index, line] of lines.entries()) {
    const [before = '', exported = '', key = ''] = head.exec(text.slice(line.start, line.end)) ?? [];
    if (key === '' || line.start < done) continue;
    const field = readValue(text, { start: line.start + before.length, end: line.end }, quoting);
    if (field === null) return { settings, problem: { line: index + 1, message: 'the value has no end' } };
    const own = lines.filter((one) => one.next > line.start && one.start < Math.max(field.end, line.end));
    settings.push({ key, exported: exported !== '', lines: own, ...field });
    done = field.end;
  }
  return { settings, problem: quoting ? openEnd(text, lines) : null };
}

/** What is added behind a line that goes on would become part of it. */
function openEnd(text: string, lines: readonly Line[]): SyntaxProblem | null {
  if (!/(?:^|[^\\])(?:\\\\)*\\[ \t\r\n]*$/.test(text)) return null;
  return { line: lines.length, message: 'the last line ends with a backslash' };
}

/** `region` reaches from behind the "=" to the end of the line. Null for a value that is left open over the rest of the text. */
function readValue(
  text: string,
  region: { readonly start: number; readonly end: number },
  quoting: boolean,
): Value | null {
  const line = text.slice(region.start, region.end);
  if (!quoting) return { ...region, value: line };
  // A value set in front of a comment keeps the blanks that divide the two.
  if (/^(?:[ \t]*$|[ \t]+#)/.test(line)) return { start: region.start, end: region.start, value: '' };
  const start = region.start + (/^[ \t]*/.exec(line)?.[0].length ?? 0);
  const quoted = matchAt(QUOTED, text, start);
  if (quoted !== null) {
    const [whole, double, single = ''] = quoted;
    return { start, end: start + whole.length, value: double?.replaceAll(/\\(["`\\$])/g, '$1') ?? single };
  }
  const command = matchAt(COMMAND, text, start)?.[0];
  if (command !== undefined) return { start, end: start + command.length, value: command };
  if (/^(?:`|\$\(|"[^"]*$|'[^']*$)/.test(text.slice(start, region.end))) return null;
  const bare = matchAt(BARE, text, start)?.[0] ?? '';
  return { start, end: start + bare.length, value: bare };
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

/** A value for the place of another one, in that one's quotes. */
function spellLike(value: string, raw: string): string {
  const quote = /^(["'])[^]*\1$/.exec(raw)?.[1];
  if (quote === "'") return `'${value}'`;
  return quote === undefined ? spellNew(value) : `"${value.replaceAll(/["`\\$]/g, String.raw`\$&`)}"`;
}

/** Bare where every reader, shells included, takes each character as it stands. */
function spellNew(value: string): string {
  return /^[\w.,:/@%+=~-]+$/.test(value) ? value : `'${value}'`;
}

function createEnvEditor(dialect: Dialect): Editor {
  const spell = dialect.quoting ? spellNew : (value: string) => value;
  const settingsOf = (text: string, entry: EntryPath) =>
    scan(text, dialect).settings.filter(({ key }) => key === keyOf(entry));

  function find(text: string, entry: EntryPath): readonly Occurrence[] {
    return settingsOf(text, entry).map(({ start, end, value }) => ({ start, end, value }));
  }

  function capture(text: string, entry: EntryPath): Before {
    const settings = settingsOf(text, entry);
    if (settings.length === 0) return { kind: 'absent', depth: 0 };
    return { kind: 'present', raws: settings.map(({ start, end }) => text.slice(start, end)) };
  }

  function set(text: string, entry: EntryPath, value: string): readonly Splice[] {
    const settings = settingsOf(text, entry);
    if (settings.length === 0) {
      const exported = entry[0]?.startsWith('export ') || scan(text, dialect).settings.some((one) => one.exported);
      return [insertLines(text, text.length, [`${exported ? 'export ' : ''}${keyOf(entry)}=${spell(value)}`])];
    }
    return settings
      .filter((setting) => setting.value !== value)
      .map(({ start, end }) => {
        const raw = text.slice(start, end);
        return { start, end, text: dialect.quoting ? spellLike(value, raw) : value };
      });
  }

  function restore(text: string, entry: EntryPath, before: Before): readonly Splice[] {
    const settings = settingsOf(text, entry);
    if (before.kind === 'absent') {
      return removeLines(
        text,
        settings.flatMap(({ lines }) => lines),
      );
    }
    return pairFromLast(settings, before.raws)
      .map(({ left, right }) => ({ start: left.start, end: left.end, text: right }))
      .filter((splice) => text.slice(splice.start, splice.end) !== splice.text);
  }

  return {
    bomIsFatal: true,
    identify: keyOf,
    check: (text): SyntaxProblem | null => scan(text, dialect).problem,
    find,
    capture,
    set,
    restore,
    list: (text) => scan(text, dialect).settings.map(({ key, value }) => ({ entry: [key], value })),
  };
}

/**
 * Files of `KEY=value` lines that shells, direnv, docker and the dotenv libraries read. An entry is `['KEY']`; `['export KEY']` is
 * the same one, with `export` in front when it is new, as it is as well in a file that uses `export`. All of several settings of
 * one key are set. Other lines, such as commands of a shell script, are left alone.
 */
export const envEditor = createEnvEditor({
  head: /^[ \t]*(export[ \t]+)?([A-Za-z_][\w.-]*)[ \t]*=/,
  quoting: true,
});

/** The file of `go env -w`: a line begins with a capital letter and its value is all the rest (cmd/go/internal/cfg of Go 1.19). */
export const goEnvEditor = createEnvEditor({ head: /^()([A-Z][^=]*)=/, quoting: false });
