import { ok } from '../../contract/problem.ts';
import type { Result } from '../../contract/problem.ts';
import type { Handler } from './handler.ts';

export const listProfiles: Handler<'profiles.list'> = async (core) => copied(await core.ports.aws.profiles());

export const listDomains: Handler<'domains.list'> = async (core, { profile, region }) =>
  copied(await core.ports.aws.domains(profile, region));

export const listRepositories: Handler<'repositories.list'> = async (core, address) =>
  copied(await core.ports.aws.repositories(address));

function copied<T>(result: Result<readonly T[]>): Result<T[]> {
  return result.ok ? ok([...result.value]) : result;
}
