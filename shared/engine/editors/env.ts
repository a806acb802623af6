import { failed, ok } from '../../contract/problem.ts';
import type { Result } from '../../contract/problem.ts';
import type { Document, Editor, Part, SyntaxProblem } from './editor.ts';
import { stepText } from './text/entry-path.ts';
import type { EntryPath } from './text/entry-path.ts';
import { insertLines, linesBetween, removeLines, splitLines, type Line } from './text/lines.ts';

/** What differs between readers of `KEY=value` lines. */
type Dialect = {
  /** Source of a regular expression for what stands in front of the value; group 1 is `export`, group 2 the key. */
  readonly head: RegExp;
  /** True where quotes, comments behind values and backslashes mean something. */
  readonly quoting: boolean;
};

type Setting = {
  readonly key: string;
  readonly keyStart: number;
  readonly exported: boolean;
  /** Its lines: a quoted value may have several. */
  readonly lines: readonly Line[];
  /** Offsets of the value, quotes included. */
  readonly start: number;
  readonly end: number;
  readonly value: string;
};

const QUOTED = /(?:"((?:\\[^]|[^"\\])*)"|'([^']*)')(?=[ \t]*(?:$|[\r\n;]|&&|\|\||[ \t]#))/y;
/** A command whose output a shell takes: the AWS user guide sets the token like that. */
const COMMAND = /(?:`(?:\\[^]|[^`\\])*`|\$\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\))/y;
/** To the end of the line, to a comment or to another command of a shell; a backslash takes the next line along. */
const BARE = /(?:\\(?:\r\n|[^])|;(?![ \t])|[^ \t\r\n;]|[ \t]+(?![ \t#;]|&&|\|\||$|[\r\n]))*/y;

/** What has its end on the same line. */
const WHOLE = /"(?:\\.|[^"\\])*"|'[^']*'|`[^`]*`|\$\([^()]*\)/g;

type Value = Pick<Setting, 'start' | 'end' | 'value'>;

function keyOf([written]: EntryPath): string {
  return stepText(written).replace(/^export /, '');
}

function scan(text: string, { head, quoting }: Dialect): Result<readonly Setting[], SyntaxProblem> {
  const settings: Setting[] = [];
  const lines = splitLines(text);
  let done = 0;
  for (const [index, line] of lines.entries()) {
    const [before = '', exported = '', key = ''] = head.exec(text.slice(line.start, line.end)) ?? [];
    if (key === '' || line.start < done) continue;
    const field = readValue(text, { start: line.start + before.length, end: line.end }, quoting);
    if (field === null) return failed({ line: index + 1, message: 'the value has no end' });
    const own = linesBetween(lines, line.start, Math.max(field.end, line.end));
    settings.push({
      key,
      keyStart: line.start + before.lastIndexOf(key),
      exported: exported !== '',
      lines: own,
      ...field,
    });
    done = field.end;
  }
  const open = quoting ? openEnd(text, lines) : null;
  return open === null ? ok(settings) : failed(open);
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
  if (command !== undefined) {
    // `$(a)b` is one value; `$(a); b` is not.
    const isOver = /^[;\s]/.test(text.slice(start + command.length, start + command.length + 1));
    const rest = isOver ? '' : (matchAt(BARE, text, start + command.length)?.[0] ?? '');
    if (/["'`]|\$\(/.test(rest.replaceAll(WHOLE, ''))) return null;
    const value = command + rest;
    return { start, end: start + value.length, value };
  }
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

function documentOf(text: string, settings: readonly Setting[], { quoting }: Dialect): Document {
  const spell = quoting ? spellNew : (value: string) => value;
  const byKey = Map.groupBy(settings, ({ key }) => key);
  const settingsOf = (entry: EntryPath) => byKey.get(keyOf(entry)) ?? [];

  return {
    text,
    find: (entry) => settingsOf(entry).map(({ start, end, value }) => ({ start, end, value })),
    slots: (entry) =>
      settingsOf(entry).map(({ start, end }) => ({
        raw: text.slice(start, end),
        isThere: true,
        put: (raw) => [{ start, end, text: raw }],
      })),
    depth: () => 0,
    set(entry, value) {
      const present = settingsOf(entry);
      if (present.length === 0) {
        const exported = stepText(entry[0]).startsWith('export ') || settings.some((one) => one.exported);
        return [insertLines(text, text.length, [`${exported ? 'export ' : ''}${keyOf(entry)}=${spell(value)}`])];
      }
      return present
        .filter((setting) => setting.value !== value)
        .map(({ start, end }) => {
          const raw = text.slice(start, end);
          if (!quoting) return { start, end, text: value };
          const spelled = spellLike(value, raw);
          // Bare, it would take in a command of the shell's that follows.
          const isBare = /^[^"'].*;$/.test(`${spelled}${text.charAt(end)}`);
          return { start, end, text: isBare ? `'${spelled}'` : spelled };
        });
    },
    remove: (entry) =>
      removeLines(
        text,
        settingsOf(entry).flatMap(({ lines }) => lines),
      ),
    parts: () =>
      settings.flatMap(({ key, keyStart, start, end }): Part[] => [
        { kind: 'key', start: keyStart, end: keyStart + key.length, name: '' },
        { kind: 'value', start, end, name: key },
        ...behind(text, end, key),
      ]),
    entries: () => settings.map(({ key, value, start }) => ({ entry: [key], value, start })),
  };
}

/** A command that follows in a shell is a part of the value to other readers, and as likely a piece of somebody's secret. */
function behind(text: string, end: number, key: string): readonly Part[] {
  const rest = /^[ \t]*(?:;|&&|\|\|)[^\r\n]*/.exec(text.slice(end, end + 10_000))?.[0] ?? '';
  return rest === '' ? [] : [{ kind: 'value', start: end, end: end + rest.length, name: key }];
}

function createEnvEditor(dialect: Dialect): Editor {
  return {
    bomIsFatal: true,
    identify: keyOf,
    read(text) {
      const scanned = scan(text, dialect);
      return scanned.ok ? ok(documentOf(text, scanned.value, dialect)) : scanned;
    },
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
