import childProcess from 'node:child_process';
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';
import { vi } from 'vitest';

// A unit test starts no program and opens no port: what does belongs to test/integration.

function refuse(): never {
  throw new Error('A unit test starts no program and opens no port; move it to test/integration.');
}

Object.assign(childProcess.ChildProcess.prototype, { spawn: refuse });
childProcess.spawnSync = refuse;
childProcess.execFileSync = refuse;
childProcess.execSync = refuse;
net.Server.prototype.listen = refuse;
syncBuiltinESMExports();

// What a file carries is asked of programs: here none carries anything.
vi.mock('../../shared/engine/files/attributes.ts', () => ({
  attributesOf: async (files: readonly string[]) => new Map(files.map((file) => [file, 'nothing'])),
  copyAttributes: async () => false,
}));
