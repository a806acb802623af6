import path from 'node:path';
import type { Environment } from '../../ports/host.ts';

/** Replaces a leading `~/` by the home folder. */
export function expandAwsHome(environment: Environment, file: string): string {
  if (!file.startsWith('~/')) return file;
  return path.join(environment.env['HOME'] || environment.env['USERPROFILE'] || environment.home, file.slice(2));
}
