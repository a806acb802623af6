// What the page does to set up a role: asks what would be written, then has it written. Ends like a command: 0, or 7 with the problem.
import { openEngine } from '../../../shared/hosts/node/open-engine.ts';

const { api } = openEngine({ kind: 'headless' });
const role = {
  profile: 'reader',
  roleArn: 'arn:aws:iam::444455556666:role/team/Reader',
  sourceProfile: 'work',
  externalId: 'tray-2026/Quartz',
  region: 'eu-central-1',
  domain: 'platform',
};
const shown = await api.request('role.preview', role);
const written = shown.ok ? await api.request('role.write', { ...role, id: shown.value.id }) : shown;
console.log(JSON.stringify(written.ok ? written.value : { error: written.error }));
process.exitCode = written.ok ? 0 : 7;
