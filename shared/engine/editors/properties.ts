import { parseLines, Pair } from 'dot-properties';
import { failed, ok } from '../../contract/problem.ts';
import type { Document, Editor, Part, Splice, SyntaxProblem } from './editor.ts';
import { stepText } from './text/entry-path.ts';
import type { EntryPath } from './text/entry-path.ts';
import { insertLines, lineAt, linesBetween, removeLines, splitLines, type Line } from './text/lines.ts';

// Facts: java.util.Properties.load of Java 17, which Gradle, coursier and Ivy read these files with.

type Setting = {
  readonly key: string;
  /** As Java reads it: blanks at its end included. */
  readonly value: string;
  readonly keyStart: number;
  readonly keyEnd: number;
  readonly start: number;
  readonly end: number;
  /** The key's line and those it goes on in. */
  readonly lines: readonly Line[];
};

/** Stands in `Slot.raw` for a key with nothing behind it; a raw value begins with no newline. */
const BARE_KEY = '\n';

type Nodes = ReturnType<typeof parseLines>;

function settingsIn(text: string, nodes: Nodes): readonly Setting[] {
  const lines = splitLines(text);
  return nodes.flatMap((node): Setting[] => {
    if (!(node instanceof Pair) || node.range === undefined) return [];
    const [keyStart, keyEnd, start = keyEnd, end = start] = node.range;
    const own = linesBetween(lines, keyStart, Math.max(end, keyStart + 1));
    return [{ key: node.key, value: node.value, keyStart, keyEnd, start, end, lines: own }];
  });
}

/**
 * Java refuses half a `\u` escape, an open last line would take along what is added below it, and dot-properties reads keys
 * that go on in another line in its own way.
 */
function problemIn(text: string, nodes: Nodes): SyntaxProblem | null {
  for (const node of nodes) {
    if (!(node instanceof Pair) || node.range === undefined) continue;
    const [start, keyEnd, valueStart = keyEnd, end = keyEnd] = node.range;
    for (const { index, 0: escaped } of text.slice(start, end).matchAll(/\\(?:\r\n|[^]|$)/g)) {
      const rest = text.slice(start + index + escaped.length);
      const problem = (message: string) => ({ line: lineAt(text, start + index), message });
      if (/^\\[\r\n]*$/.test(escaped) && /^[ \t\f]*$/.test(rest)) return problem('the last line ends with a backslash');
      const joinsKey = /[\r\n]$/.test(escaped) && start + index < keyEnd;
      const joinsSeparator = escaped === '\\\r\n' && start + index === valueStart && /^[ \t\f]*[=:]/.test(rest);
      if (escaped === '\\\r' || joinsKey || joinsSeparator)
        return problem('lines are joined in front of the value, or at a lone CR');
      if (escaped === '\\u' && !/^[\da-f]{4}/i.test(rest)) return problem(String.raw`\u needs four hexadecimal digits`);
    }
  }
  return null;
}

function rawOf(text: string, { keyEnd, start, end }: Setting): string {
  return keyEnd === end ? BARE_KEY : text.slice(start, end);
}

/** Outside of ASCII Java knows only its own escapes, whatever encoding the file has. */
function escape(part: string): string {
  return part
    .replaceAll('\\', String.raw`\\`)
    .replaceAll(/[^ -~]/g, (unit) => String.raw`\u` + unit.charCodeAt(0).toString(16).padStart(4, '0'));
}

function spell(value: string): string {
  return escape(value).replace(/^[ =:]/, String.raw`\$&`);
}

function replaceValue(setting: Setting, raw: string): Splice {
  const { keyEnd, start, end } = setting;
  if (keyEnd === end) return { start: keyEnd, end, text: raw === BARE_KEY ? '' : `=${raw}` };
  return raw === BARE_KEY ? { start: keyEnd, end, text: '' } : { start, end, text: raw };
}

function documentOf(text: string, settings: readonly Setting[]): Document {
  const byKey = Map.groupBy(settings, ({ key }) => key);
  const settingsOf = ([key]: EntryPath) => byKey.get(stepText(key)) ?? [];

  return {
    text,
    find: (entry) => settingsOf(entry).map(({ start, end, value }) => ({ start, end, value })),
    slots: (entry) =>
      settingsOf(entry).map((setting) => ({
        raw: rawOf(text, setting),
        isThere: true,
        put: (raw) => [replaceValue(setting, raw)],
      })),
    depth: () => 0,
    set(entry, value) {
      const present = settingsOf(entry);
      if (present.length === 0) {
        const key = escape(stepText(entry[0])).replaceAll(/[ =:]|^[#!]/g, String.raw`\$&`);
        return [insertLines(text, text.length, [`${key}=${spell(value)}`])];
      }
      return present.filter((setting) => setting.value !== value).map((setting) => replaceValue(setting, spell(value)));
    },
    remove: (entry) =>
      removeLines(
        text,
        settingsOf(entry).flatMap(({ lines }) => lines),
      ),
    parts: () =>
      settings.flatMap(({ key, keyStart, keyEnd, start, end }): Part[] => [
        { kind: 'key', start: keyStart, end: keyEnd, name: '' },
        { kind: 'value', start, end, name: key },
      ]),
    entries: () => settings.map(({ key, value, start }) => ({ entry: [key], value, start })),
  };
}

/**
 * Java's .properties (gradle.properties, coursier's credentials.properties). An entry is one key as Java sees it; of several with
 * one key the last counts, and all are set. Values lose the blanks behind them, which Java takes for a part of the value.
 */
export const propertiesEditor: Editor = {
  bomIsFatal: true,
  encoding: 'latin1',
  identify: ([key]) => stepText(key),
  read(text) {
    const nodes = parseLines(text, true);
    const problem = problemIn(text, nodes);
    return problem === null ? ok(documentOf(text, settingsIn(text, nodes))) : failed(problem);
  },
};
