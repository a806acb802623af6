import { ok } from '../../contract/problem.ts';
import type { Result } from '../../contract/problem.ts';
import type { Core } from '../core.ts';
import type { Handler } from './handler.ts';

export const listProfiles: Handler<'profiles.list'> = async (core) => copied(await core.ports.aws.profiles());

export const listDomains: Handler<'domains.list'> = async (core, { profile, region }) => {
  const where = await regionOr(core, profile, region);
  return where.ok ? copied(await core.ports.aws.domains(profile, where.value)) : where;
};

export const listRepositories: Handler<'repositories.list'> = async (
  core,
  { profile, region, domain, domainOwner },
) => {
  const where = await regionOr(core, profile, region);
  if (!where.ok) return where;
  return copied(await core.ports.aws.repositories({ profile, region: where.value, domain, domainOwner }));
};

async function regionOr(core: Core, profile: string, region: string | undefined): Promise<Result<string>> {
  return region === undefined ? core.ports.aws.regionOf(profile) : ok(region);
}

function copied<T>(result: Result<readonly T[]>): Result<T[]> {
  return result.ok ? ok([...result.value]) : result;
}
