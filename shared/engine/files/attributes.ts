import { askProgram } from './ask-program.ts';
import { exists } from './exists.ts';

/** Whether a file carries what a new file in its place would lack: access lists, extended attributes, a label. */
export type Carried = 'nothing' | 'attributes' | 'unknown';

/** Node can't be asked for any of it: programs that come with the system can. */
type Programs = {
  /** Answers in the order of the files, which are there. */
  ask(files: readonly string[]): Promise<readonly Carried[]>;
  /** Gives `to`, a new file that is empty, what `from` carries, and maybe its content; false when it could not. */
  copy(from: string, to: string): Promise<boolean>;
};

/** As many as make no more output than is taken in. */
const AT_ONCE = 2000;

const programs: Readonly<Partial<Record<NodeJS.Platform, Programs>>> = {
  linux: { ask: askTar, copy: copyByCp },
  darwin: { ask: askLs, copy: copyByMacCp },
  win32: { ask: async (files) => Promise.all(files.map(async (file) => askIcacls(file))), copy: copyByPowerShell },
};

/** By path. `unknown` where the system has no program that tells, or one of them could not be looked at. */
export async function attributesOf(
  files: readonly string[],
  platform: NodeJS.Platform,
): Promise<ReadonlyMap<string, Carried>> {
  const carried = new Map<string, Carried>();
  for (let start = 0; start < files.length; start += AT_ONCE) {
    const some = files.slice(start, start + AT_ONCE);
    const answers = (await programs[platform]?.ask(some)) ?? [];
    for (const [index, file] of some.entries()) carried.set(file, answers[index] ?? 'unknown');
  }
  return carried;
}

/** Gives a new, empty file what another one carries; false when it could not. It is to be emptied again, and its mode to be set. */
export async function copyAttributes(from: string, to: string, platform: NodeJS.Platform): Promise<boolean> {
  return (await programs[platform]?.copy(from, to)) ?? false;
}

/** Of the system and not of a person: what is asked has to be the program that is meant. NixOS has them elsewhere. */
const SYSTEM = { PATH: '/usr/bin:/bin:/run/current-system/sw/bin', LC_ALL: 'C' };

/** GNU tar reads attributes alone, and no content, when it writes to /dev/null. */
async function askTar(files: readonly string[]): Promise<readonly Carried[]> {
  const what = ['--xattrs', '--xattrs-include=*', '--acls', '--selinux'];
  const which = ['--no-recursion', '--quoting-style=escape', '--null', '-T', '-'];
  return flagged(await askProgram('tar', ['-cvvPf', '/dev/null', ...what, ...which], SYSTEM, files.join('\0')));
}

async function askLs(files: readonly string[]): Promise<readonly Carried[]> {
  return flagged(await askProgram('/bin/ls', ['-ldfq', '--', ...files], SYSTEM));
}

/** One line for each file, as "-rw-r--r--" and a sign that there is more to it, or a blank. */
function flagged(answer: { readonly code: number; readonly output: string } | null): readonly Carried[] {
  if (answer?.code !== 0) return [];
  const lines = answer.output.split('\n').slice(0, -1);
  return lines.map((line) => (line.charAt(10) === ' ' ? 'nothing' : 'attributes'));
}

async function copyByCp(from: string, to: string): Promise<boolean> {
  // Where the system knows no labels, cp refuses to keep them.
  const label = (await exists('/sys/fs/selinux/enforce')) ? ',context' : '';
  return runs('cp', ['--attributes-only', `--preserve=mode,xattr${label}`, '--', from, to], SYSTEM);
}

async function copyByMacCp(from: string, to: string): Promise<boolean> {
  if (!(await runs('/bin/cp', ['-p', '--', from, to], SYSTEM))) return false;
  // A copy that is marked immutable as well could not be removed.
  return runs('/usr/bin/chflags', ['nouchg', to], SYSTEM);
}

/** Entries that the folder did not hand down lack "(I)": "NAME:(F)", where others are "NAME:(I)(F)". */
async function askIcacls(file: string): Promise<Carried> {
  const answer = await askProgram('icacls', [file]);
  if (answer?.code !== 0) return 'unknown';
  const entries = answer.output.split(/\r?\n/).flatMap((line) => /:((?:\([^()]*\))+)\s*$/.exec(line)?.[1] ?? []);
  if (entries.length === 0) return 'unknown';
  return entries.every((rights) => rights.startsWith('(I)')) ? 'nothing' : 'attributes';
}

/** Who may do what; whose the file is stays out of it, since only an administrator may give files away. */
async function copyByPowerShell(from: string, to: string): Promise<boolean> {
  const script = [
    "$ErrorActionPreference = 'Stop'",
    `$rights = [IO.File]::GetAccessControl(${quoted(from)}, 'Access').GetSecurityDescriptorSddlForm('Access')`,
    '$list = New-Object Security.AccessControl.FileSecurity',
    "$list.SetSecurityDescriptorSddlForm($rights, 'Access')",
    `[IO.File]::SetAccessControl(${quoted(to)}, $list)`,
  ].join('\n');
  const encoded = Buffer.from(script, 'utf16le').toString('base64');
  return runs('powershell', ['-NoProfile', '-NonInteractive', '-EncodedCommand', encoded]);
}

function quoted(text: string): string {
  return `'${text.replaceAll(/['\u2018-\u201B]/g, '$&$&')}'`;
}

async function runs(program: string, args: readonly string[], env?: NodeJS.ProcessEnv): Promise<boolean> {
  return (await askProgram(program, args, env))?.code === 0;
}
