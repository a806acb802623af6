import { statSync } from 'node:fs';
import { failed, ok, problemOf } from '../../contract/problem.ts';
import type { Result } from '../../contract/problem.ts';
import { projectIdOf } from './identify.ts';
import { byId } from './settings.ts';
import type { BindingSettings, Settings, TokenSettings } from './settings.ts';

/** The settings with these bindings switched. */
export function switched(settings: Settings, bindingIds: readonly string[], enabled: boolean): Settings {
  const bindings = settings.bindings.map((binding) =>
    bindingIds.includes(binding.id) ? { ...binding, enabled } : binding,
  );
  return { ...settings, bindings };
}

/** The settings as they were before these bindings were switched on and off. */
export function switchedBack(
  settings: Settings,
  { on, off }: { readonly on: readonly string[]; readonly off: readonly string[] },
): Settings {
  return switched(switched(settings, on, false), off, true);
}

/** Without the binding, and without its token when nothing else uses it. */
export function withoutBinding(settings: Settings, bindingId: string): Settings {
  const bindings = settings.bindings.filter((binding) => binding.id !== bindingId);
  const used = new Set(bindings.map((binding) => binding.tokenId));
  return { ...settings, bindings, tokens: settings.tokens.filter((token) => used.has(token.id)) };
}

/** The settings with a binding and its token; one that is there already is only ever switched on by this. */
export function withBinding(settings: Settings, binding: BindingSettings, token: TokenSettings): Settings {
  const known = byId(settings.bindings, binding.id);
  const bindings =
    known === undefined
      ? [...settings.bindings, binding]
      : settings.bindings.map((other) =>
          // What was stored by an earlier version may know nothing of whose host it is.
          other === known ? { ...binding, enabled: known.enabled || binding.enabled } : other,
        );
  const tokens = [...settings.tokens.filter((candidate) => candidate.id !== token.id), token];
  return {
    ...settings,
    bindings,
    tokens: settings.tokens.some((candidate) => same(candidate, token)) ? settings.tokens : tokens,
  };
}

function same(a: TokenSettings, b: TokenSettings): boolean {
  return a.id === b.id && (b.durationSeconds === undefined || a.durationSeconds === b.durationSeconds);
}

/** The settings with the project in them; refused when the path is no folder. */
export function withProject(settings: Settings, folder: string): Result<Settings> {
  const known = settings.projects.find((project) => project.path === folder);
  if (known !== undefined) return ok(settings);
  if (!isFolder(folder)) {
    return failed(
      problemOf('projectNotFound', `${folder} is not a folder.`, { advice: 'Create it, or correct the path.' }),
    );
  }
  const project = { id: projectIdOf(folder), path: folder };
  return ok({ ...settings, projects: [...settings.projects, project] });
}

function isFolder(folder: string): boolean {
  try {
    return statSync(folder).isDirectory();
  } catch {
    return false;
  }
}
