import path from 'node:path';
import { problemOf } from '../../contract/problem.ts';
import type { Problem } from '../../contract/problem.ts';
import { errnoOf } from '../files/file-problem.ts';
import { realFileSystem } from '../files/file-system.ts';
import type { FileSystem } from '../files/file-system.ts';
import { removeStaleTempFilesIn } from '../files/temp-file.ts';
import { shellWord } from '../files/shell-word.ts';
import { journalPath } from './journal.ts';
import { ledgerPath } from './ledger.ts';

/** Writable by the group, by others. */
const BY_OTHERS = 0o022;

/**
 * Why what stands in the state folder is not believed: it is no folder, or somebody else can have written where our tokens go, and
 * what is deleted when a binding is switched off. Null where only this user and root can, and on Windows, which keeps access elsewhere.
 */
export async function foreignState(stateFolder: string, fs: FileSystem = realFileSystem): Promise<Problem | null> {
  const folder = await statsOf(stateFolder, fs);
  if (folder !== null && !folder.isDirectory()) return noFolder(stateFolder);
  if (fs.user === null) return null;
  for (const file of [stateFolder, ...writersFiles(stateFolder)]) {
    const stats = await statsOf(file, fs);
    if (stats === null) continue;
    if (stats.uid !== fs.user && stats.uid !== 0) return belongsToOther(file);
    if ((stats.mode & BY_OTHERS) !== 0) return writableByOthers(file);
  }
  return null;
}

/** The journal holds what stood in files before us, also passwords: a repository of dotfiles around it shall not take it. */
export async function hideFromGit(stateFolder: string, fs: FileSystem = realFileSystem): Promise<void> {
  try {
    const handle = await fs.open(path.join(stateFolder, '.gitignore'), 'wx', 0o600);
    try {
      await handle.writeFile('*\n');
    } finally {
      await handle.close();
    }
  } catch (error) {
    // There already; or the folder can't be written in, which whoever writes next will say.
    if (errnoOf(error) === undefined) throw error;
  }
}

/** Removes what a writer who was killed left beside these files; for whoever writes now. */
export async function removeLeftovers(stateFolder: string): Promise<void> {
  await removeStaleTempFilesIn(
    stateFolder,
    writersFiles(stateFolder).map((file) => path.basename(file)),
  );
}

/** What only the holder of the writer lock writes. */
function writersFiles(stateFolder: string): readonly string[] {
  return [path.join(stateFolder, 'settings.json'), journalPath(stateFolder), ledgerPath(stateFolder)];
}

/** Null for what is not there or can't be got at, which whoever reads it says. */
async function statsOf(file: string, fs: FileSystem) {
  try {
    return await fs.stat(file);
  } catch (error) {
    if (errnoOf(error) === undefined) throw error;
    return null;
  }
}

function noFolder(stateFolder: string): Problem {
  return problemOf('fileInvalid', `${stateFolder} is a file, and the app keeps its state in a folder of that name.`, {
    advice: 'Move the file away, or set CODEARTIFACT_TRAY_HOME to a folder.',
    command: `mv ${shellWord(stateFolder)} ${shellWord(`${stateFolder}.old`)}`,
  });
}

function belongsToOther(file: string): Problem {
  return problemOf('stateUntrusted', `${file} belongs to another user, who could have tokens sent anywhere by it.`, {
    advice:
      'Set CODEARTIFACT_TRAY_HOME to a folder of your own, or, if you know what is in it, make it yours with chown.',
  });
}

function writableByOthers(file: string): Problem {
  return problemOf('stateUntrusted', `Others can write ${file}, and could have tokens sent anywhere by it.`, {
    advice: 'Look whether what is in it is yours, then take their right to write away.',
    command: `chmod go-w ${shellWord(file)}`,
  });
}
