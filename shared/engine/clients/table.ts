import type { ClientName } from '../../contract/names.ts';
import { failed, ok, problemOf } from '../../contract/problem.ts';
import type { Result } from '../../contract/problem.ts';
import type { ClientView } from '../../contract/snapshot.ts';
import type { Client } from './client.ts';
import { bun } from './bun.ts';
import { cargo } from './cargo.ts';
import { deno } from './deno.ts';
import { env } from './env.ts';
import { go } from './go.ts';
import { gradle } from './gradle.ts';
import { hatch } from './hatch.ts';
import { maven } from './maven.ts';
import { netrc } from './netrc.ts';
import { npm } from './npm.ts';
import { nuget } from './nuget.ts';
import { pdm } from './pdm.ts';
import { pip } from './pip.ts';
import { pipenv } from './pipenv.ts';
import { pnpm } from './pnpm.ts';
import { poetry } from './poetry.ts';
import { ruby } from './ruby.ts';
import { sbt } from './sbt.ts';
import { swift } from './swift.ts';
import { twine } from './twine.ts';
import { uv } from './uv.ts';
import { yarnBerry } from './yarn-berry.ts';
import { yarn } from './yarn.ts';

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

export function clientViews(): ClientView[] {
  return clients.map(({ name, title, options = [] }) => ({ name, title, options: [...options] }));
}
