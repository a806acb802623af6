import childProcess from 'node:child_process';
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';

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
