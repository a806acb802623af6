import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { app, protocol } from 'electron';
import { describeError } from '../../shared/engine/describe-error.ts';
import { systemClock } from '../../shared/engine/system-clock.ts';
import { nodeEnvironment } from '../../shared/hosts/node/environment.ts';
import { fileLog } from '../../shared/hosts/node/log.ts';
import { logUncaughtErrors } from './crash.ts';
import { keepOutOfKeyStore } from './demo.ts';
import { registerAppScheme } from './protocol.ts';
import { lockNavigation, sandboxProcesses } from './security.ts';
import { start } from './start.ts';

// All of this happens before Electron is ready, in this order and synchronously. Awaiting whenReady() here would wait
// for ever: Electron gets ready only after this module was evaluated.
const environment = nodeEnvironment(process.env);
const log = fileLog(environment.stateFolder);
const isDemo = environment.env['CODEARTIFACT_TRAY_DEMO'] === '1';
const outFolder = path.resolve(import.meta.dirname, '..');

logUncaughtErrors(process, log);
app.setName('CodeArtifact Tray');
// One lock per state folder, because Electron's single-instance lock lives in userData.
const userData = path.join(environment.stateFolder, 'electron');
mkdirSync(userData, { recursive: true, mode: 0o700 });
app.setPath('userData', userData);
// Windows shows notifications of an installed appId only (build/electron-builder.yml).
if (process.platform === 'win32') app.setAppUserModelId('io.github.codeartifact-tray');
if (isDemo) keepOutOfKeyStore(app.commandLine, environment.platform);
registerAppScheme(protocol);
sandboxProcesses(app, log);
lockNavigation(app);

if (app.requestSingleInstanceLock()) {
  const isHidden = process.argv.includes('--hidden');
  app
    .whenReady()
    .then(() => start({ environment, clock: systemClock, log, outFolder, isDemo, isHidden }))
    .catch((error: unknown) => log('error', `The app did not start: ${describeError(error)}`));
} else {
  // exit, because quit() returns and everything after it would still run.
  app.exit(0);
}
