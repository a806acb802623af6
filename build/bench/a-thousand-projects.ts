import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ClientName } from '../../shared/contract/names.ts';
import { createCore } from '../../shared/engine/core/core.ts';
import type { Core } from '../../shared/engine/core/core.ts';
import { bindingIdOf, projectIdOf, tokenIdOf } from '../../shared/engine/state/identify.ts';
import { barePorts } from '../../test/support/bare-ports.ts';

const OWNER = '111122223333';
const REGION = 'eu-west-1';
const DOMAINS = 20;
const REPOSITORIES = 5;

export type Machine = {
  readonly folder: string;
  /** The engine's parts over this home, as one more process has them. */
  core(): Core;
  npmrcOf(project: number): string;
  remove(): void;
};

/** A home with so many projects, each with npm, pip and Cargo switched on, spread over 20 domains of 5 repositories. */
export function aMachine(projects: number): Machine {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'codeartifact-bench-')));
  const stateFolder = path.join(folder, 'state');
  const projectAt = (number: number) => path.join(folder, 'src', `group-${number % 25}`, `project-${number}`);
  const tokens = Array.from({ length: DOMAINS }, (_, number) => {
    const token = { profile: 'work', region: REGION, domain: `domain-${number}`, domainOwner: OWNER };
    return { id: tokenIdOf(token), ...token };
  });
  const all = Array.from({ length: projects }, (_, number) => ({ number, at: projectAt(number) }));
  for (const { at } of all) {
    for (const below of ['.venv', '.cargo']) mkdirSync(path.join(at, below), { recursive: true });
    writeFileSync(path.join(at, '.venv/pyvenv.cfg'), 'home = /usr/bin\n');
    writeFileSync(path.join(at, 'package.json'), '{ "name": "project" }\n');
    writeFileSync(path.join(at, '.npmrc'), '; mine\nsave-exact=true\n');
    writeFileSync(path.join(at, '.cargo/config.toml'), '# mine\n[build]\njobs = 4\n');
  }
  const bindings = all.flatMap(({ number, at }) => {
    const { id: tokenId, domain } = tokens[number % DOMAINS] ?? { id: '', domain: '' };
    const repository = `repo-${number % REPOSITORIES}`;
    const of = (client: ClientName, format: string, options: Readonly<Record<string, string>>) => {
      const endpoint = `https://${domain}-${OWNER}.d.codeartifact.${REGION}.amazonaws.com/${format}/${repository}/`;
      const facts = { projectId: projectIdOf(at), client, tokenId, repository, endpoint, options };
      return { id: bindingIdOf(facts), ...facts, enabled: true };
    };
    const registryName = `${domain}-${repository}`;
    return [of('npm', 'npm', { scope: '@team' }), of('pip', 'pypi', {}), of('cargo', 'cargo', { registryName })];
  });
  mkdirSync(stateFolder, { mode: 0o700 });
  const settings = { version: 1, tokens, projects: all.map(({ at }) => ({ id: projectIdOf(at), path: at })), bindings };
  writeFileSync(path.join(stateFolder, 'settings.json'), JSON.stringify(settings), { mode: 0o600 });
  return {
    folder,
    npmrcOf: (number) => path.join(projectAt(number), '.npmrc'),
    core: () =>
      createCore(
        barePorts({ kind: 'headless', home: folder, stateFolder, env: { HOME: folder, PATH: process.env['PATH'] } }),
      ),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
