import { createHash } from 'node:crypto';
import type { Result } from '../../contract/problem.ts';
import { ok } from '../../contract/problem.ts';
import type { Environment } from '../../ports/host.ts';
import type { InspectContext } from '../clients/client.ts';
import { editors } from '../editors/index.ts';
import type { EditorName } from '../editors/index.ts';
import type { Document, Entry } from '../editors/editor.ts';
import { stepText } from '../editors/text/entry-path.ts';
import { lineFinder } from '../editors/text/lines.ts';
import { readFound } from '../editors/unreadable.ts';
import type { Unreadable } from '../editors/unreadable.ts';
import { askFolders, emptyMemory, sameAsBefore, walkAgain } from './look-memory.ts';
import type { LookMemory } from './look-memory.ts';
import { exists } from '../files/exists.ts';
import { foldersBelow } from '../files/folders-below.ts';
import type { FolderFound } from '../files/folders-below.ts';
import { stampOf } from '../files/stamp.ts';
import { readTextFile } from '../files/text-file.ts';
import type { TextFile } from '../files/text-file.ts';
import { readTokenTimes, tokenIn, tokensIn } from '../secrets/token.ts';

/** Texts that files shall have, by path; null for a file that shall not be there. */
export type PlannedTexts = ReadonlyMap<string, string | null>;

/** A file as its client finds it. */
export type FileFound = {
  readonly exists: boolean;
  readonly document: Result<Document, Unreadable>;
  /** The line of an offset, counted from 1. */
  lineOf(offset: number): number;
  /** The values that may refer to a variable. */
  readonly references: readonly Entry[];
  /** The values with a CodeArtifact token in them. */
  readonly tokens: readonly Entry[];
  /** The values that name a host of CodeArtifact's. */
  readonly addresses: readonly Entry[];
  /** Of a file of variables: where each of them is first given a value. */
  readonly setAt: ReadonlyMap<string, number>;
};

/** What was asked for, whether it is there or not. */
export type Asked = {
  readonly files: Set<string>;
  readonly folders: Set<string>;
  /** Answers that others share, by their keys. */
  readonly shared: Map<string, unknown>;
};

export function nothingAsked(): Asked {
  return { files: new Set(), folders: new Set(), shared: new Map() };
}

/** One look at the machine: each file is read and parsed at most once, however many bindings ask for it. */
export type Look = {
  /** The look of one asker, whose paths go into `asked`. */
  by(asked: Asked): Asker;
  /** Changes whenever the file does, or what is planned for it. */
  stamp(path: string): string;
  /** When the first of the tokens in a file that was read ends that live still, in milliseconds since 1970; Infinity without one. */
  nextEnd(path: string): Promise<number>;
  /** The answer that is shared under a key as it is now; undefined where nobody has asked for it yet. */
  again(key: string): Promise<unknown>;
};

export type Asker = {
  readonly context: InspectContext;
  found(path: string, editor: EditorName): Promise<Result<FileFound>>;
  /** What `work` answers, once in a look for all askers that have the same key. */
  once<T>(key: string, work: (asker: Asker) => Promise<T>): Promise<T>;
  /** What `ask` answers for each of many folders, all under one key; not asked again where nothing changed. */
  inFolders<T>(
    question: { readonly key: string; readonly client: string; readonly folders: Iterable<string> },
    ask: (folder: string, context: InspectContext) => Promise<readonly T[]>,
  ): Promise<readonly T[]>;
};

function firstPlaces(entries: readonly Entry[]): ReadonlyMap<string, number> {
  const places = new Map<string, number>();
  for (const { entry, value, start } of entries) {
    const key = stepText(entry[0]);
    if (value !== '' && !places.has(key)) places.set(key, start);
  }
  return places;
}

/** The machine as it is, or as it will be once what is planned is written; `now` in milliseconds since 1970. */
export function lookAt(
  environment: Environment,
  planned: PlannedTexts,
  now: number,
  memory: LookMemory = emptyMemory(),
): Look {
  const stamps = new Map<string, string>();
  const texts = new Map<string, Promise<Result<TextFile>>>();
  const documents = new Map<string, Promise<Result<FileFound>>>();
  const ends = new Map<string, Promise<number>>();
  const folders = new Map<string, Promise<readonly FolderFound[]>>();
  const parsed = new Map<(text: string) => unknown, Map<string, Promise<unknown>>>();

  const shared = new Map<string, Promise<unknown>>();
  const seen = { stampOf: stamp, stamps: new Map() };

  function stamp(path: string): string {
    const text = planned.get(path);
    const known =
      stamps.get(path) ??
      (text === undefined ? stampOf(path) : `planned ${createHash('sha256').update(String(text)).digest('hex')}`);
    stamps.set(path, known);
    return known;
  }

  async function fileAt(path: string, encoding?: 'latin1'): Promise<Result<TextFile>> {
    // What changes while it is read has another stamp the next time.
    stamp(path);
    const key = `${encoding ?? ''} ${path}`;
    const file = texts.get(key) ?? readPlanned(path, encoding);
    texts.set(key, file);
    return file;
  }

  async function readPlanned(path: string, encoding?: 'latin1'): Promise<Result<TextFile>> {
    const read = await readTextFile(path, encoding);
    const text = planned.get(path);
    return read.ok && text !== undefined ? ok({ ...read.value, exists: text !== null, text: text ?? '' }) : read;
  }

  async function textAt(path: string): Promise<string | null> {
    const read = await fileAt(path);
    return read.ok && read.value.exists ? read.value.text : null;
  }

  async function firstEndIn(path: string): Promise<number> {
    const file = await (texts.get(` ${path}`) ?? texts.get(`latin1 ${path}`));
    const tokens = file?.ok === true ? tokensIn(file.value.text) : [];
    return tokens.reduce((first, token) => {
      const end = readTokenTimes(token)?.expiresAt ?? 0;
      return end > now ? Math.min(first, end) : first;
    }, Infinity);
  }

  async function documentAt(path: string, name: EditorName): Promise<Result<FileFound>> {
    const editor = editors[name];
    const file = await fileAt(path, editor.encoding);
    if (!file.ok) return file;
    const document = readFound(editor, file.value);
    const entries = document.ok ? document.value.entries() : [];
    return ok({
      exists: file.value.exists,
      document,
      lineOf: lineFinder(file.value.text),
      setAt: name === 'env' ? firstPlaces(entries) : new Map(),
      references: entries.filter(({ value }) => /[$%]/.test(value)),
      tokens: entries.filter(({ value }) => tokenIn(value) !== null),
      addresses: entries.filter(({ value }) => value.includes('.d.codeartifact.')),
    });
  }

  return {
    stamp,
    async nextEnd(path) {
      const end = ends.get(path) ?? firstEndIn(path);
      ends.set(path, end);
      return end;
    },
    async again(key) {
      const work = memory.works.get(key);
      return work === undefined ? undefined : answerOf(key, work);
    },
    by,
  };

  function by(asked: Asked): Asker {
    return {
      context: {
        environment,
        now,
        async exists(path) {
          asked.files.add(path);
          const text = planned.get(path);
          return text === undefined ? exists(path) : text !== null;
        },
        async read(path) {
          asked.files.add(path);
          return textAt(path);
        },
        async startsWithBom(path) {
          asked.files.add(path);
          const read = await fileAt(path);
          return read.ok && read.value.bom;
        },
        async below(folder) {
          const known = folders.get(folder) ?? walkAgain(memory, folder, stamp, foldersBelow);
          folders.set(folder, known);
          const found = await known;
          for (const { path } of found) asked.folders.add(path);
          return found;
        },
        async parsed<T>(path: string, parse: (text: string) => T): Promise<T | null> {
          asked.files.add(path);
          const known = parsed.get(parse) ?? new Map<string, Promise<unknown>>();
          parsed.set(parse, known);
          const value = known.get(path) ?? textAt(path).then((text) => (text === null ? null : parse(text)));
          known.set(path, value);
          return value as Promise<T | null>;
        },
      },
      async found(path, name) {
        asked.files.add(path);
        const key = `${name} ${path}`;
        const known = documents.get(key) ?? documentAt(path, name);
        documents.set(key, known);
        return known;
      },
      async once<T>(key: string, work: (asker: Asker) => Promise<T>): Promise<T> {
        memory.works.set(key, work);
        const value = (await answerOf(key, work)) as T;
        asked.shared.set(key, value);
        return value;
      },
      async inFolders<T>(
        {
          key,
          client,
          folders: all,
        }: { readonly key: string; readonly client: string; readonly folders: Iterable<string> },
        ask: (folder: string, context: InspectContext) => Promise<readonly T[]>,
      ): Promise<readonly T[]> {
        return askFolders(memory, { key, client, folders: all }, seen, async (folder, files) =>
          ask(folder, by({ ...nothingAsked(), files }).context),
        );
      },
    };
  }

  async function answerOf(key: string, work: (asker: Asker) => Promise<unknown>): Promise<unknown> {
    const known = shared.get(key) ?? work(by(nothingAsked())).then((value) => sameAsBefore(memory.shared, key, value));
    shared.set(key, known);
    return known;
  }
}
