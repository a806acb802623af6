import { ok, problemOf } from '../../contract/problem.ts';
import type { Problem, Result } from '../../contract/problem.ts';
import type { Parsed } from '../../contract/requests.ts';
import type { ClearReport } from '../../contract/scan.ts';
import type { PlanView } from '../../contract/snapshot.ts';
import type { Core } from '../core/core.ts';
import { editors } from '../editors/index.ts';
import type { EntryPath } from '../editors/text/entry-path.ts';
import { sameStep } from '../editors/text/entry-path.ts';
import { entryDigest } from '../plan/clear-steps.ts';
import type { FoundEverything } from '../scan/find.ts';
import { isCodeArtifacts } from '../scan/hits.ts';
import type { Hit } from '../scan/hits.ts';
import type { ClearedEntry, Settings } from '../state/settings.ts';
import type { State } from '../state/state.ts';
import { chosenOf, lookAround } from './choose.ts';
import type { Handler } from './handler.ts';
import { imaginedPlan } from './login.ts';

/** Notes CodeArtifact lines of others to be taken out by the next apply; what belongs to a binding stays. */
export const clear: Handler<'scan.clear'> = async (core, params) =>
  core.state.exclusively(async () => {
    const state = await core.state.read();
    if (!state.ok) return state;
    const prepared = await prepareClearing(core, state.value, params);
    if (!prepared.ok) return prepared;
    const { settings, clearing, leftOut } = prepared.value;
    const changed = await core.state.changeSettings(() => ok(settings));
    if (!changed.ok) return changed;
    if (clearing.length > 0) core.activity.note('switched', `Lines of ${clearing.length} sign-ins are to be cleared`);
    return ok({ clearing, leftOut });
  });

/** Takes back what was noted and not carried out. */
export const keep: Handler<'scan.keep'> = async (core, { which, project }) =>
  core.state.exclusively(async () => {
    const state = await core.state.read();
    if (!state.ok) return state;
    const { clearing = [] } = state.value.settings;
    const stays = await staysOf(core, state.value, which, project);
    if (!stays.ok) return stays;
    const kept = clearing.filter((entry) => stays.value(entry));
    if (kept.length === 0) return ok({ kept: [] });
    const leaving = clearing.filter((entry) => !kept.includes(entry));
    const changed = await core.state.changeSettings((settings) =>
      ok({ ...settings, clearing: leaving.length === 0 ? undefined : leaving }),
    );
    if (!changed.ok) return changed;
    core.activity.note('switched', 'Lines that were to be cleared stay');
    return ok({ kept: [...new Set(kept.map(({ path }) => path))] });
  });

async function staysOf(
  core: Core,
  state: State,
  which: readonly string[],
  project: string | undefined,
): Promise<Result<(entry: ClearedEntry) => boolean>> {
  if (which.length === 0) return ok(() => true);
  const everything = await lookAround(core, state, project);
  if (!everything.ok) return everything;
  const chosen = chosenOf(everything.value, which, core.ports.environment.home);
  if (!chosen.ok) return chosen;
  const keys = new Set(
    chosen.value.flatMap(({ login }) => login.hits.map(({ document, entry }) => keyOf({ ...document, entry }))),
  );
  return ok((entry) => keys.has(keyOf(entry)));
}

/** What an apply would take out. Writes nothing. */
export async function previewClearing(
  core: Core,
  params: Parsed<'scan.clear'>,
): Promise<Result<ClearReport & { readonly plan: PlanView }>> {
  const state = await core.state.read();
  if (!state.ok) return state;
  const prepared = await prepareClearing(core, state.value, params);
  if (!prepared.ok) return prepared;
  const { settings, clearing, leftOut } = prepared.value;
  const only: State = { ...state.value, settings };
  return ok({ clearing, leftOut, plan: await imaginedPlan(core, only, ({ bindings }) => bindings.length === 0) });
}

async function prepareClearing(
  core: Core,
  state: State,
  { which, project }: Parsed<'scan.clear'>,
): Promise<Result<ClearReport & { readonly settings: Settings }>> {
  const everything = await lookAround(core, state, project);
  if (!everything.ok) return everything;
  const chosen = chosenOf(everything.value, which, core.ports.environment.home);
  if (!chosen.ok) return chosen;
  const kept = chosen.value.filter(({ view }) => view.bindingId !== null);
  const leaving = chosen.value.filter(({ view }) => view.bindingId === null);
  const hits = clearable(
    leaving.flatMap(({ login }) => login.hits),
    everything.value,
    new Set(leaving.map(({ view }) => view.id)),
  );
  const entries = hits.map(({ document, client, entry, meaning }): ClearedEntry => {
    const { path, editor } = document;
    const was = entryDigest(document.document, entry);
    return { path, client: client.name, editor, entry: [...entry], stays: meaning?.stays ?? 0, was };
  });
  const { clearing: earlier = [] } = state.settings;
  const keys = new Set(entries.map((entry) => keyOf(entry)));
  const clearing = [...earlier.filter((entry) => !keys.has(keyOf(entry))), ...entries];
  return ok({
    settings: entries.length === 0 ? state.settings : { ...state.settings, clearing },
    clearing: leaving.map(({ view }) => view.id),
    leftOut: kept.map(({ view }) => ({ id: view.id, problem: bound(view.bindingId ?? '') })),
  });
}

function keyOf({ path, editor, entry }: Pick<ClearedEntry, 'path' | 'editor' | 'entry'>): string {
  return JSON.stringify([path, editors[editor].identify(entry)]);
}

/** Each entry once, without those of bindings and those that what stays needs. */
function clearable(
  hits: readonly Hit[],
  { found, ownerOf }: FoundEverything,
  leaving: ReadonlySet<string>,
): readonly Hit[] {
  const needed = new Set(
    found
      .filter(({ view }) => !leaving.has(view.id) && view.lifetime?.state !== 'expired')
      .flatMap(({ login }) => login.hits),
  );
  const chosen = [...new Set(hits)].filter(
    (hit) => ownerOf(hit) === null && !(needed.has(hit) && isCodeArtifacts(hit)),
  );
  return chosen.filter((hit) => !isNeededBeside(hit, chosen));
}

/** True for an entry that goes with something of which more stays, as the switch of a profile with other repositories. */
function isNeededBeside({ meaning, document }: Hit, chosen: readonly Hit[]): boolean {
  const above = meaning?.lastOf;
  if (above === undefined) return false;
  const going = new Set(
    chosen.filter((one) => one.document === document).map(({ entry }) => editors[document.editor].identify(entry)),
  );
  return document.document
    .entries()
    .some(({ entry }) => isBelow(entry, above) && !going.has(editors[document.editor].identify(entry)));
}

function isBelow(entry: EntryPath, above: EntryPath): boolean {
  return above.every((step, index) => sameStep(step, entry[index]));
}

function bound(bindingId: string): Problem {
  return problemOf('entryConflict', `The binding ${bindingId} keeps these lines.`, {
    advice: 'Switch it off, which brings back what stood there before.',
    command: `codeartifact-tray disable ${bindingId}`,
  });
}
