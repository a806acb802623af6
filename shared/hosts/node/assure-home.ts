import { homedir } from 'node:os';

// Imported before anything else: libraries ask for the home folder while they are loaded, and end the process where there is
// none, as for a container's user without HOME and account. Docker names the root then, and so is it here.
try {
  homedir();
} catch {
  process.env['HOME'] = '/';
}
