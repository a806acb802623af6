import '../../shared/hosts/node/assure-home.ts';
import path from 'node:path';
import { app, dialog, protocol } from 'electron';
import { describeError } from '../../shared/engine/secrets/describe-error.ts';
import { systemClock } from '../../shared/adapters/system-clock.ts';
import { nodeEnvironment } from '../../shared/hosts/node/environment.ts';
import { fileLog } from '../../shared/hosts/node/log.ts';
import { logUncaughtErrors } from './lifecycle/crash.ts';
import { giveUp, HIDDEN, keepOutOfKeyStore, prepareUserData } from './lifecycle/launch.ts';
import { registerAppScheme } from './page/protocol.ts';
import { lockNavigation, sandboxProcesses } from './page/security.ts';
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
const userData = prepareUserData(environment.stateFolder);
if (userData.refusal === null) app.setPath('userData', userData.folder);
// Windows shows notifications of an installed appId only (build/electron-builder.yml).
if (process.platform === 'win32') app.setAppUserModelId('io.github.codeartifact-tray');
if (isDemo) keepOutOfKeyStore(app.commandLine, environment.platform);
registerAppScheme(protocol);
sandboxProcesses(app, log);
lockNavigation(app);

const isHidden = process.argv.includes(HIDDEN);
const end = async (reason: string) =>
  giveUp(reason, { app, dialog, isHidden, say: (sentence) => process.stderr.write(`${sentence}\n`) });

if (userData.refusal !== null) {
  void end(userData.refusal);
} else if (app.requestSingleInstanceLock()) {
  app
    .whenReady()
    .then(() => start({ environment, clock: systemClock, log, outFolder, isDemo, isHidden }))
    .catch(async (error: unknown) => {
      log('error', `The app did not start: ${describeError(error)}`);
      await end('An unexpected error ended it; the log in the state folder says where.');
    });
} else {
  // exit, because quit() returns and everything after it would still run.
  app.exit(0);
}
