import { z } from 'zod';
import {
  accountId,
  clientName,
  domainName,
  profileName,
  regionName,
  repositoryName,
  tokenDuration,
} from '../../contract/names.ts';
import { failed, ok } from '../../contract/problem.ts';
import type { Result } from '../../contract/problem.ts';
import { bindingOptions, quietHours, themes, trayClicks } from '../../contract/snapshot.ts';
import { readOnlyProblem } from '../files/atomic-write.ts';
import { writeProblem } from '../files/file-problem.ts';
import { readTextFile, STATE_BYTES } from '../files/text-file.ts';
import type { SettingsStore } from '../../ports/settings-store.ts';
import { editorName } from '../editors/index.ts';
import { pathStep } from './journal.ts';
import { notUnderstood, unreadable, versioned } from './store.ts';

/** One (profile, domain) whose token is kept; several bindings share it. */
const tokenSettings = z
  .object({
    id: z.string().min(1),
    profile: profileName,
    region: regionName,
    domain: domainName,
    domainOwner: accountId,
    durationSeconds: tokenDuration.optional(),
  })
  .readonly();
export type TokenSettings = z.infer<typeof tokenSettings>;

const bindingSettings = z
  .object({
    id: z.string().min(1),
    /** A project's id, or `user`. */
    projectId: z.string().min(1),
    client: clientName,
    tokenId: z.string().min(1),
    repository: repositoryName,
    /** For the client's format, with a trailing slash; kept so that a plan needs no network. `endpointProblem` says if it may be used. */
    endpoint: z.string(),
    /** The host is not CodeArtifact's but what a configured endpoint of the person's own answered. */
    customHost: z.literal(true).optional(),
    options: bindingOptions,
    enabled: z.boolean(),
    /** There for one that no file is written for; its variables are given out by `exec` and `env`. */
    execOnly: z.literal(true).optional(),
  })
  .readonly();
export type BindingSettings = z.infer<typeof bindingSettings>;

const projectSettings = z.object({ id: z.string().min(1), path: z.string().min(1) }).readonly();

/** An entry of somebody else's that is to leave; its first `stays` steps stay whatever becomes of it. */
const clearedEntry = z
  .object({
    path: z.string(),
    client: clientName,
    editor: editorName,
    entry: z.array(pathStep).readonly(),
    stays: z.int().min(0),
    /** `entryDigest` when it was noted. */
    was: z.string(),
  })
  .readonly();
export type ClearedEntry = z.infer<typeof clearedEntry>;

const settingsSchema = z
  .object({
    version: z.literal(1),
    theme: z.enum(themes).default('system'),
    trayClick: z.enum(trayClicks).default('popover'),
    /** When the tray shows no notification: each day, and until a moment. */
    quietHours: quietHours.nullable().default(null),
    snoozedUntil: z.iso.datetime().nullable().default(null),
    paused: z.boolean().default(false),
    tokens: z.array(tokenSettings).readonly().default([]),
    projects: z.array(projectSettings).readonly().default([]),
    bindings: z.array(bindingSettings).readonly().default([]),
    /** What the next apply takes out. */
    clearing: z.array(clearedEntry).readonly().optional(),
  })
  .readonly();
export type Settings = z.infer<typeof settingsSchema>;

/** What a machine without a settings file has. */
export const initialSettings: Settings = settingsSchema.parse({ version: 1 });

/** The one of a list that has this id. The list is not changed afterwards: it is gone through once, however often it is asked. */
export function byId<T extends { readonly id: string }>(list: readonly T[], id: string): T | undefined {
  const known = indexes.get(list);
  // The first of several, should somebody have written one twice.
  const index = known ?? new Map(list.toReversed().map((one) => [one.id, one]));
  if (known === undefined) indexes.set(list, index);
  return index.get(id) as T | undefined;
}

const indexes = new WeakMap<readonly object[], ReadonlyMap<string, object>>();

/** Reads the file anew, so that another host's change is seen; a file that can't be understood is never overwritten. */
export async function readSettings(store: SettingsStore): Promise<Result<Settings>> {
  const file = {
    path: store.path,
    title: 'settings file',
    version: 1,
    schema: settingsSchema,
    empty: initialSettings,
    loss: 'projects and bindings are then unknown, and the next apply takes their lines out of the files',
  };
  // The store opens whatever stands there, a pipe as well, and tells of it in the system's words.
  const readable = await readTextFile(store.path, undefined, STATE_BYTES);
  if (!readable.ok) return failed(unreadable(file, readable.error));
  try {
    return versioned(file, store.read());
  } catch (error) {
    // A parser's own message quotes the text.
    const message = error instanceof Error ? error.message : String(error);
    return failed(notUnderstood(file, error instanceof SyntaxError ? 'it is not valid JSON.' : message));
  }
}

/** Problems: as `readTextFile`, `diskFull`, `fileNotWritable`; the file is then what it was. */
export async function writeSettings(store: SettingsStore, settings: Settings): Promise<Result<Settings>> {
  // The store replaces a read-only file without a word, unlike what writes journal and ledger.
  const file = await readTextFile(store.path, undefined, STATE_BYTES);
  if (!file.ok) return file;
  const readOnly = readOnlyProblem(file.value);
  if (readOnly !== null) return failed(readOnly);
  try {
    store.write(settings);
    return ok(settings);
  } catch (error) {
    return failed(writeProblem(store.path, error));
  }
}
