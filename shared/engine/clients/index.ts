import type { ClientName } from '../../contract/names.ts';
import { failed, ok, problemOf } from '../../contract/problem.ts';
import type { Result } from '../../contract/problem.ts';
import type { ClientView } from '../../contract/snapshot.ts';
import type { Client } from './client.ts';
import { bun } from './node/bun.ts';
import { cargo } from './cargo.ts';
import { deno } from './node/deno.ts';
import { env } from './env.ts';
import { go } from './go.ts';
import { gradle } from './java/gradle.ts';
import { hatch } from './python/hatch.ts';
import { maven } from './java/maven.ts';
import { netrc } from './netrc.ts';
import { npm } from './node/npm.ts';
import { nuget } from './dotnet/nuget.ts';
import { pdm } from './python/pdm.ts';
import { pip } from './python/pip.ts';
import { pipenv } from './python/pipenv.ts';
import { pnpm } from './node/pnpm.ts';
import { poetry } from './python/poetry.ts';
import { ruby } from './ruby.ts';
import { sbt } from './java/sbt.ts';
import { swift } from './swift.ts';
import { twine } from './python/twine.ts';
import { uv } from './python/uv.ts';
import { yarnBerry } from './node/yarn-berry.ts';
import { yarn } from './node/yarn.ts';
import type { EditorName } from '../editors/index.ts';
import type { ReferenceForm } from '../editors/text/env-reference.ts';

/** Every client that can be configured, in the order pickers show them; a row here is all that the rest of the app needs. */
export const clients: readonly Client[] = [
  npm,
  pnpm,
  yarn,
  yarnBerry,
  bun,
  deno,
  pip,
  twine,
  hatch,
  uv,
  poetry,
  pipenv,
  pdm,
  maven,
  gradle,
  sbt,
  nuget,
  cargo,
  swift,
  ruby,
  netrc,
  go,
  env,
];

/** The client of a name or an alias; null for one of another version of the app. */
export function findClient(name: string): Client | null {
  return clients.find((client) => client.name === name || client.aliases?.includes(name) === true) ?? null;
}

export function clientOf(name: ClientName): Result<Client> {
  const client = findClient(name);
  if (client !== null) return ok(client);
  return failed(
    problemOf('clientUnknown', `This version of CodeArtifact Tray knows no client ${name}.`, {
      advice: 'Update it, or remove the binding.',
    }),
  );
}

export function clientViews(): readonly ClientView[] {
  return clients.map(({ name, title, options = [] }) => ({ name, title, options }));
}

/** The forms in which any client that reads files of a format refers to variables there: several may share a line. */
export function referenceForms(editor: EditorName): readonly ReferenceForm[] {
  return [...new Set(clients.flatMap(({ references }) => references?.[editor] ?? []))];
}
