import { DEFAULT_CHAIN } from '../../contract/plain-names.ts';
import type { Problem, Result } from '../../contract/problem.ts';
import { failed, ok } from '../../contract/problem.ts';
import type { Environment } from '../../ports/host.ts';
import type { ProfileSettings } from './profiles.ts';
import { mayHaveMachineCredentials, readProfile, regionOfProfile } from './profiles.ts';

/** Whom a question is asked as, and where. The files are read once for both. */
export type Caller = {
  readonly settings: ProfileSettings;
  readonly region: string;
  /** What to say instead of "no credentials", where the chain stands in for a profile that is not there; else null. */
  readonly missing: Problem | null;
};

/** The profile that a question names, read anew, and its region unless the question has one. */
export async function callerOf(
  environment: Environment,
  { profile, region }: { readonly profile: string; readonly region?: string | undefined },
): Promise<Result<Caller>> {
  const settings = await readProfile(environment, profile);
  if (!settings.ok)
    return settings.error.code === 'noCredentials' ? machineOr(environment, settings.error, region) : settings;
  const where = region === undefined ? regionOfProfile(environment, settings.value) : ok(region);
  return where.ok ? ok({ settings: settings.value, region: where.value, missing: null }) : where;
}

/** On a machine of AWS nobody has to write a profile called default; elsewhere the problem is that there is none. */
async function machineOr(
  environment: Environment,
  missing: Problem,
  region: string | undefined,
): Promise<Result<Caller>> {
  const chain = mayHaveMachineCredentials(environment) ? await readProfile(environment, DEFAULT_CHAIN) : null;
  if (chain?.ok !== true) return failed(missing);
  const where = region === undefined ? regionOfProfile(environment, chain.value) : ok(region);
  return where.ok ? ok({ settings: chain.value, region: where.value, missing }) : failed(missing);
}
