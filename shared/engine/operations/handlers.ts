import { ok } from '../../contract/problem.ts';
import type { RequestName } from '../../contract/request-names.ts';
import { explainAws } from './explain-aws.ts';
import { describeAccount } from './account.ts';
import { adopt } from './adopt.ts';
import { clear, keep } from './clear.ts';
import { addBinding, removeBinding, setEnabled } from './bindings.ts';
import type { Handler } from './handler.ts';
import { setQuietHours, snooze } from './notifications.ts';
import { listBindings, pendingPlan, problemsOfBindings } from './parts.ts';
import { applyPlanned, discardPlanned } from './plan.ts';
import { addProject, removeProject } from './projects.ts';
import { diagnose, explainAll, listDomains, listProfiles, listRepositories, paste, scan } from './questions.ts';
import { getPolicy, identify, previewRole, testWay, writeRole } from './setup.ts';
import { cancelSignIn, endSession, enterCode, startSignIn } from './sign-in.ts';
import { refreshAllTokens, refreshToken } from './tokens.ts';
import { previewUndo, undoLast, undoOne } from './undo.ts';

/** `state.get` is answered by whoever holds the snapshot. */
export type HandledName = Exclude<RequestName, 'state.get'>;

export const handlers: { readonly [Name in HandledName]: Handler<Name> } = {
  'plan.get': pendingPlan,
  'binding.list': listBindings,
  'binding.problems': problemsOfBindings,
  'token.refresh': refreshToken,
  'token.refreshAll': refreshAllTokens,
  'project.add': addProject,
  'project.remove': removeProject,
  'binding.add': addBinding,
  'binding.remove': removeBinding,
  'binding.setEnabled': setEnabled,
  'plan.apply': applyPlanned,
  'plan.discard': discardPlanned,
  'plan.undo': undoLast,
  'activity.previewUndo': previewUndo,
  'activity.undo': undoOne,
  'profiles.list': listProfiles,
  'profiles.identity': identify,
  'profiles.account': describeAccount,
  'domains.list': listDomains,
  'repositories.list': listRepositories,
  'doctor.explain': explainAll,
  'doctor.aws': explainAws,
  'doctor.diagnose': diagnose,
  'scan.find': scan,
  'scan.adopt': adopt,
  'scan.clear': clear,
  'scan.keep': keep,
  'scan.paste': paste,
  'connection.test': testWay,
  'policy.get': getPolicy,
  'role.preview': previewRole,
  'role.write': writeRole,
  'signIn.start': startSignIn,
  'signIn.cancel': cancelSignIn,
  'signIn.enterCode': enterCode,
  'signIn.end': endSession,
  async 'agent.setPaused'(core, { paused }) {
    const changed = await core.state.changeSettings((settings) => ok({ ...settings, paused }));
    if (!changed.ok) return changed;
    core.activity.note('switched', paused ? 'Paused refreshing' : 'Resumed refreshing');
    return ok({});
  },
  async 'settings.setTheme'(core, { theme }) {
    const changed = await core.state.changeSettings((settings) => ok({ ...settings, theme }));
    return changed.ok ? ok({}) : changed;
  },
  async 'settings.setTrayClick'(core, { trayClick }) {
    const changed = await core.state.changeSettings((settings) => ok({ ...settings, trayClick }));
    return changed.ok ? ok({}) : changed;
  },
  'settings.setQuietHours': setQuietHours,
  'notifications.snooze': snooze,
  async 'folder.pick'(core) {
    return ok({ path: await core.ports.actions.pickFolder() });
  },
  async 'window.open'(core, { page }) {
    core.ports.actions.openWindow(page ?? null);
    return ok({});
  },
  async 'app.quit'(core) {
    core.ports.actions.quit();
    return ok({});
  },
};
