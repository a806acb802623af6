import type { Handler } from './handler.ts';

export const listProfiles: Handler<'profiles.list'> = async (core) => core.ports.aws.profiles();

export const listDomains: Handler<'domains.list'> = async (core, { profile, region }) =>
  core.ports.aws.domains(profile, region);

export const listRepositories: Handler<'repositories.list'> = async (core, address) =>
  core.ports.aws.repositories(address);
