import { globSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { ClientName } from '../shared/contract/names.ts';
import type { Client, ClientBinding, ClientContext, Target } from '../shared/engine/clients/client.ts';
import { clients } from '../shared/engine/clients/index.ts';
import { stepText } from '../shared/engine/editors/text/entry-path.ts';
import { FILLED, LOOK_BELOW } from '../shared/engine/files/folders-below.ts';

// `node build/clients-document.ts`: writes docs/clients.md anew from the clients as they are, and from the Markdown file beside each.

const HOST = 'DOMAIN-OWNER.d.codeartifact.REGION.amazonaws.com';
const CLIENTS = path.resolve(import.meta.dirname, '../shared/engine/clients');
const OUTCOMES = path.resolve(import.meta.dirname, '../docs/real-clients.json');

const SEEN = `## Seen to work

What real clients did on a Linux machine through files that \`codeartifact-tray login\` wrote, against the embedded
emulator (\`npm run test:clients\`): fetch in a fresh home, be refused with a stale token and fetch again after a
refresh; fetch in a home full of other settings, which are as before after \`undo\`; publish.

| client | \`--tool\` | fresh home, stale token, refresh | among other settings | publish |
| --- | --- | --- | --- | --- |`;

/** What some clients want to find in a project before they take it for theirs. */
const PROJECT_FILES = /[\\/](?:pyvenv\.cfg|pyproject\.toml|poetry\.lock|Pipfile)$/;

const platforms = { linux: 'Linux', darwin: 'macOS', win32: 'Windows' } as const;
type Platform = keyof typeof platforms;

const INTRODUCTION = `# Clients

What CodeArtifact Tray writes for each client, and where. \`⟦token⟧\` stands for the token,
\`${HOST}\` for the endpoint's host, \`~\` for the home folder and
\`PROJECT\` for the project's folder. A switch changes only the entries below; whatever else a file holds stays byte
for byte, and switching off brings back what stood there before.

"Tried" names the versions that fetched packages through files written like this. "By documentation" means that no
version could be run: the entries follow the client's documents and source.

Whatever of CodeArtifact stands in these files already, whoever wrote it, \`codeartifact-tray scan\` names, with what
nearer and weaker files and variables of the clients hold of it. \`adopt\` makes bindings of it, under the names that it
has and in the files where it stands, as far as the app writes them; \`clear\` takes it out.

This page is made from the clients themselves and the Markdown files beside them: \`node build/clients-document.ts\`.
`;

const PROJECTS = `## Projects that others wrote

Most clients take settings from the folder that they are started in. Doctor, login, apply and status look into the
files of every project they know, and into its folders: at ${LOOK_BELOW.folders} folders and ${LOOK_BELOW.names.toLocaleString('en')} names at most, the nearest first, ${LOOK_BELOW.depth} levels
deep. Links are not followed, and left out are names that begin with a dot and
what programs fill (${FILLED.map((name) => `\`${name}\``).join(', ')}).
For clients that read the folders above as well (Yarn, NuGet, Cargo), those are looked into up to the home folder. The
folder that a command is run in counts as well, or the nearest above it that the client goes by, whether it is a known
project's or not; the tray, \`serve\` and \`run\` have none. What is further away, or in a project that the app does not
know, is not seen: run no client there that you would not trust with the token.

Where a known project has another registry in the place of a binding at user level, that is a warning, since it may be
meant so; a credential for our host that does not work there is wrong. A project with a binding of the same client is
judged by that one.
`;

const VARIABLES = `## Variables and programs with windows

Each client's own variables that move its files, such as \`NPM_CONFIG_USERCONFIG\` or \`GRADLE_USER_HOME\`, are
honoured. The command line sees what your shell sees. A tray that the desktop started asks your login shell once, on
macOS and Linux, and takes from it what AWS and package managers read, with \`PATH\`, proxies and certificates; to have
it use another file, set the client's variable in your shell's profile and start the tray again. Where that shell needs
longer than five seconds or is none that takes \`-ilc\`, the log says so, and the variables of the session count. The
preview and \`codeartifact-tray doctor\` show the file that was chosen.

A line that takes the token from a variable (\`\${CODEARTIFACT_AUTH_TOKEN}\`; \`$NAME\` too for Bun, Pipenv and
environment files, \`%NAME%\` for NuGet) is left alone. Programs get the variable when
\`codeartifact-tray exec -- PROGRAM\` starts them; an IDE that the desktop started does not see it, so let the app write
the token into the user's file instead.
`;

/** docs/clients.md, whole. */
export async function clientsDocument(): Promise<string> {
  const sections = await Promise.all(clients.map((client) => section(client)));
  return [INTRODUCTION, overview(), PROJECTS, VARIABLES, ...sections, seenToWork()].join('\n');
}

function overview(): string {
  const rows = clients.map(({ name, title, aliases = [], format }) => {
    const names = [name, ...aliases].map((one) => `\`${one}\``).join(', ');
    const tried = proseOf(name).tried.replaceAll(/\s+/g, ' ');
    return `| [${title}](#${anchorOf(title)}) | ${names} | ${format} | ${tried} |`;
  });
  return ['| client | `--tool` | endpoint | tried |', '| --- | --- | --- | --- |', ...rows, ''].join('\n');
}

/** What `npm run test:clients` saw. */
function seenToWork(): string {
  const outcomes = z
    .array(z.object({ client: z.string(), name: z.string(), proven: z.array(z.string()) }))
    .parse(JSON.parse(readFileSync(OUTCOMES, 'utf8')));
  const mark = (proven: readonly string[], proof: string) => (proven.includes(proof) ? 'yes' : '–');
  const rows = outcomes.map(
    ({ client, name, proven }) =>
      `| ${name} | \`${client}\` | ${['fresh', 'settings', 'publish'].map((proof) => mark(proven, proof)).join(' | ')} |`,
  );
  return [SEEN, ...rows, ''].join('\n');
}

async function section(client: Client): Promise<string> {
  const { title, options = [] } = client;
  const parts = [`## ${title}`, '', await level(client, null), await level(client, 'PROJECT')];
  if (options.length > 0) {
    const lines = options.map(({ flag, hint, example }) => listItem(`\`--${flag} ${example}\`: ${hint}`));
    parts.push('Options:', '', ...lines, '');
  }
  const variables = Object.entries(client.variables(bindingOf(client, null)));
  if (variables.length > 0) {
    const lines = variables.map(([name, value]) => `${name}=${value}`);
    parts.push('With `exec` and `env`, no file is needed:', '', '```text', ...lines, '```', '');
  }
  const snippets = client.snippets?.(bindingOf(client, 'PROJECT')) ?? [];
  for (const snippet of snippets) {
    parts.push(`For ${snippet.title}, to copy:`, '', '```text', snippet.text.trimEnd(), '```', '');
  }
  parts.push('Not possible, and why:', '', proseOf(client.name).limits, '');
  return parts.join('\n');
}

/** What the Markdown file beside a client's code says of it; a path and a heading in the error where one is missing. */
export function proseOf(client: ClientName): { readonly tried: string; readonly limits: string } {
  const [code, ...others] = globSync(`**/${client}.ts`, { cwd: CLIENTS });
  if (code === undefined || others.length > 0) throw new Error(`not one file ${client}.ts in ${CLIENTS}`);
  const file = path.join(CLIENTS, code.replace(/\.ts$/, '.md'));
  const parts = readFileSync(file, 'utf8').split(/^## (.*)\n/m);
  const under = (heading: string) => {
    const text = parts[parts.indexOf(heading) + 1]?.trim() ?? '';
    if (!parts.includes(heading) || text === '') throw new Error(`${file} says nothing under "${heading}"`);
    return text;
  };
  return { tried: under('Tried'), limits: under('Not possible, and why') };
}

/** One item of a list, in lines of 118 columns; code spans stay on one line. */
function listItem(text: string): string {
  const lines = ['-'];
  for (const word of text.match(/(?:`[^`]*`|\S)+/g) ?? []) {
    const last = lines.at(-1) ?? '';
    if (last.length + 1 + word.length > 118) lines.push(`  ${word}`);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines.join('\n');
}

async function level(client: Client, project: string | null): Promise<string> {
  const heading = project === null ? '**User level**' : '**In a project**';
  const found = await targetsOn('linux', client, project);
  if (typeof found === 'string') return `${heading}: ${found}\n`;
  const elsewhere = await Promise.all(
    (['darwin', 'win32'] as const).map(
      async (platform) => [platform, await targetsOn(platform, client, project)] as const,
    ),
  );
  const files = found.map((target, index) => {
    const others = elsewhere.flatMap(([platform, targets]) => {
      const file = typeof targets === 'string' ? undefined : targets[index]?.path;
      return file === undefined || file.replaceAll('\\', '/') === target.path
        ? []
        : [`${platforms[platform]} \`${file}\``];
    });
    const where = others.length === 0 ? '' : ` (${others.join(', ')})`;
    const entries = target.entries.map(
      ({ entry, value }) => `- \`${entry.map((step) => stepText(step)).join(' → ')}\` = \`${value}\``,
    );
    return [`\`${target.path}\`${where}`, '', ...entries, ''].join('\n');
  });
  return [heading, '', ...files].join('\n');
}

/** What it writes there, or why it can't. */
async function targetsOn(
  platform: Platform,
  client: Client,
  project: string | null,
): Promise<readonly Target[] | string> {
  const windows = platform === 'win32';
  const context: ClientContext = {
    environment: {
      platform,
      home: '~',
      accountHome: '~',
      // Windows names these itself; the folder is what people know it by.
      env: windows ? { APPDATA: '%APPDATA%', LOCALAPPDATA: '%LOCALAPPDATA%' } : {},
      stateFolder: '~',
    },
    exists: async (file) => PROJECT_FILES.test(file),
    read: async () => null,
  };
  const found = await client.targets(bindingOf(client, project), context);
  return found.ok ? found.value : found.error.message;
}

function bindingOf({ format }: Client, projectPath: string | null): ClientBinding {
  return {
    endpoint: `https://${HOST}/${format}/REPOSITORY/`,
    domain: 'DOMAIN',
    domainOwner: 'OWNER',
    repository: 'REPOSITORY',
    options: {},
    projectPath,
  };
}

function anchorOf(title: string): string {
  return title
    .toLowerCase()
    .replaceAll(/[^a-z0-9 -]/g, '')
    .replaceAll(' ', '-');
}

if (process.argv[1] === import.meta.filename) {
  writeFileSync(path.resolve(import.meta.dirname, '../docs/clients.md'), await clientsDocument());
}
