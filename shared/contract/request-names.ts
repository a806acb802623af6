// Without zod, because the sandboxed preload may not import it.

/** Every request there is. The table in requests.ts must cover exactly these. */
export const requestNames = [
  'state.get',
  'plan.get',
  'binding.list',
  'binding.problems',
  'token.refresh',
  'token.refreshAll',
  'project.add',
  'project.remove',
  'binding.add',
  'binding.remove',
  'binding.setEnabled',
  'plan.apply',
  'plan.discard',
  'plan.undo',
  'activity.previewUndo',
  'activity.undo',
  'profiles.list',
  'profiles.identity',
  'profiles.account',
  'domains.list',
  'repositories.list',
  'doctor.explain',
  'doctor.aws',
  'doctor.diagnose',
  'scan.find',
  'scan.adopt',
  'scan.clear',
  'scan.keep',
  'scan.paste',
  'connection.test',
  'policy.get',
  'role.preview',
  'role.write',
  'signIn.start',
  'signIn.cancel',
  'signIn.enterCode',
  'signIn.end',
  'agent.setPaused',
  'settings.setTheme',
  'settings.setTrayClick',
  'settings.setQuietHours',
  'notifications.snooze',
  'folder.pick',
  'window.open',
  'app.quit',
] as const;
export type RequestName = (typeof requestNames)[number];

/** Tells a request's name from whatever else a transport may deliver. */
export function isRequestName(name: unknown): name is RequestName {
  return typeof name === 'string' && requestNames.some((known) => known === name);
}

/** What a command in a terminal asks the agent that runs, if there is one: what the kept state says, and changes of it that need nothing of AWS. */
const forCommands = [
  'plan.get',
  'plan.apply',
  'plan.undo',
  'binding.list',
  'binding.problems',
  'binding.setEnabled',
  'binding.remove',
] as const satisfies RequestName[];

export function isForCommands(name: unknown): name is (typeof forCommands)[number] {
  return typeof name === 'string' && forCommands.some((known) => known === name);
}

/** Electron IPC channels; nothing else crosses the bridge. */
export const REQUEST_CHANNEL = 'engine:request';
export const SNAPSHOT_CHANNEL = 'engine:snapshot';
