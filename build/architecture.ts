import { globSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

// `node build/architecture.ts`: draws the picture of the rooms in docs/architecture.md anew.

/** A folder of the source, by its path from the root, and the rooms whose files it may import besides its own. */
export type Room = { readonly folder: string; readonly mayImport: readonly string[] };

const CONTRACT = 'shared/contract';
const PORTS = 'shared/ports';
const VIEW = 'shared/view';
const ADAPTERS = 'shared/adapters';
const NODE = 'shared/hosts/node';
const AGENT = 'shared/hosts/node/agent';
const PAGE = 'shared/hosts/page';
const TRAY = 'electron/main';
const SECRETS = 'shared/engine/secrets';

/** The engine's rooms, top first: each may import those below it. */
const engineRooms = [
  'shared/engine',
  ...[
    'operations',
    'snapshot',
    'setup',
    'core',
    'doctor',
    'scan',
    'apply',
    'plan',
    'tokens',
    'sign-in',
    'clients',
    'state',
    'editors',
    'secrets',
    'files',
  ].map((name) => `shared/engine/${name}`),
];

/** Every room and what it may import. Nothing else may: a test looks at each import. */
export const rooms: readonly Room[] = [
  { folder: 'renderer', mayImport: ['renderer/app', 'renderer/transport'] },
  {
    folder: 'renderer/app',
    mayImport: ['renderer/components', 'renderer/state', 'renderer/transport', VIEW, CONTRACT],
  },
  { folder: 'renderer/components', mayImport: ['renderer/state', VIEW, CONTRACT] },
  { folder: 'renderer/state', mayImport: ['renderer/transport', VIEW, CONTRACT] },
  { folder: 'renderer/transport', mayImport: [CONTRACT] },
  { folder: 'electron/preload', mayImport: [CONTRACT] },
  {
    folder: TRAY,
    mayImport: [
      ...['window', 'tray', 'page', 'lifecycle'].map((name) => `${TRAY}/${name}`),
      'electron/adapters',
      ...engineRooms,
      AGENT,
      NODE,
      PAGE,
      ADAPTERS,
      VIEW,
      PORTS,
      CONTRACT,
    ],
  },
  {
    folder: `${TRAY}/window`,
    mayImport: [`${TRAY}/page`, `${TRAY}/lifecycle`, SECRETS, VIEW, PORTS, CONTRACT],
  },
  { folder: `${TRAY}/tray`, mayImport: [`${TRAY}/lifecycle`, VIEW, PORTS, CONTRACT] },
  { folder: `${TRAY}/page`, mayImport: [SECRETS, PAGE, PORTS, CONTRACT] },
  { folder: `${TRAY}/lifecycle`, mayImport: [SECRETS, PORTS, CONTRACT] },
  { folder: 'electron/adapters', mayImport: [PORTS, CONTRACT] },
  {
    folder: 'shared/hosts/cli',
    mayImport: ['shared/hosts/headless', 'shared/hosts/demo', AGENT, NODE, ...engineRooms, VIEW, PORTS, CONTRACT],
  },
  { folder: 'shared/hosts/headless', mayImport: [PAGE, ...engineRooms, PORTS, CONTRACT] },
  { folder: 'shared/hosts/demo', mayImport: [NODE, 'shared/emulator', ...engineRooms, ADAPTERS, PORTS, CONTRACT] },
  { folder: AGENT, mayImport: [NODE, ...engineRooms, PORTS, CONTRACT] },
  { folder: NODE, mayImport: [...engineRooms, ADAPTERS, PORTS, CONTRACT] },
  { folder: PAGE, mayImport: [] },
  ...engineRooms.map((folder, index) => ({
    folder,
    mayImport: [...engineRooms.slice(index + 1), PORTS, CONTRACT],
  })),
  { folder: 'shared/emulator', mayImport: [PORTS, CONTRACT] },
  { folder: ADAPTERS, mayImport: [PORTS, CONTRACT] },
  { folder: VIEW, mayImport: [CONTRACT] },
  { folder: PORTS, mayImport: [CONTRACT] },
  { folder: CONTRACT, mayImport: [] },
];

/** Source files by their paths from the root, with `/`. */
export type Sources = Readonly<Record<string, string>>;

export function readSources(root: string): Sources {
  const files = globSync('{shared,electron,renderer}/**/*.{ts,tsx}', { cwd: root, exclude: ['**/*.config.ts'] });
  return Object.fromEntries(
    files.map((file) => [file.replaceAll('\\', '/'), readFileSync(path.join(root, file), 'utf8')]),
  );
}

/** Every import that no room's list allows, as `importer → imported`; files in no room count as well. */
export function forbiddenImports(sources: Sources): readonly string[] {
  return Object.entries(sources).flatMap(([file, text]) => {
    const room = roomOf(file);
    if (room === undefined) return [`${file} is in no room`];
    return importsOf(file, text)
      .filter((imported) => {
        const other = roomOf(imported)?.folder;
        return other !== room.folder && (other === undefined || !room.mayImport.includes(other));
      })
      .map((imported) => `${file} → ${imported}`);
  });
}

/** Our own modules that a file names, whichever way; pictures, styles and package.json are nobody's. */
function importsOf(file: string, text: string): readonly string[] {
  return [...text.matchAll(/(?:\bfrom|\bimport|\bimport\()\s*'(\.[^']+\.tsx?)'/g)].map(([, name = '']) =>
    path.posix.join(path.posix.dirname(file), name),
  );
}

/** The innermost room that a file lies in. */
function roomOf(file: string): Room | undefined {
  return rooms
    .filter(({ folder }) => file.startsWith(`${folder}/`))
    .toSorted((a, b) => b.folder.length - a.folder.length)[0];
}

const BEGIN = '<!-- drawn by build/architecture.ts -->\n\n';
const END = '\n\n<!-- end of the drawing -->';

/** The document with the picture of the rooms as they are listed here. */
export function withPicture(document: string): string {
  const start = document.indexOf(BEGIN) + BEGIN.length;
  return `${document.slice(0, start)}${picture()}${document.slice(document.indexOf(END))}`;
}

/** An arrow is an import that is allowed; those that others lead to as well are left out. */
function picture(): string {
  const arrows = rooms.flatMap((room) => direct(room).map((target) => `  ${room.folder} --> ${target}`));
  return ['```mermaid', 'flowchart TD', ...arrows, '```'].join('\n');
}

function direct({ mayImport }: Room): readonly string[] {
  return mayImport.filter((target) => !mayImport.some((other) => other !== target && reaches(other, target)));
}

function reaches(from: string, to: string): boolean {
  const below = rooms.find(({ folder }) => folder === from)?.mayImport ?? [];
  return below.includes(to) || below.some((target) => reaches(target, to));
}

if (import.meta.main) {
  const file = path.resolve(import.meta.dirname, '../docs/architecture.md');
  writeFileSync(file, withPicture(readFileSync(file, 'utf8')));
}
