import type { OwnerSayer } from '../../contract/account.ts';
import { failed, ok, problemOf } from '../../contract/problem.ts';
import type { Problem, Result } from '../../contract/problem.ts';
import { withWritten } from '../apply/cleared.ts';
import type { Core } from '../core/core.ts';
import { writeTextFile } from '../files/atomic-write.ts';
import { displayPath } from '../files/display-path.ts';
import { testConnection } from '../setup/connection.ts';
import { policyText } from '../setup/policy.ts';
import { templateText } from '../setup/template.ts';
import { planRoleProfile } from '../setup/role-profile.ts';
import type { RoleParams } from '../../contract/setup.ts';
import { findDomainOwner } from './domain-owner.ts';
import type { Handler } from './handler.ts';

// The way to a role: what it may do, and how a profile takes it.

export const getPolicy: Handler<'policy.get'> = async (core, { profile, domain, repositories, publish, ...given }) => {
  const where = await wholeAddress(core, profile, domain, given);
  if (!where.ok) return where;
  const { region, domainOwner, ownerSaidBy } = where.value;
  const grant = { region, domainOwner, domain, repositories: repositories ?? null, publish };
  const defaults = { roleName: `codeartifact-${domain}`, trustedAccount: null };
  return ok({ policy: policyText(grant), template: templateText(grant, defaults), domainOwner, ownerSaidBy });
};

export const identify: Handler<'profiles.identity'> = async ({ ports: { aws } }, { profile, region }) => {
  const where = region === undefined ? await aws.regionOf(profile) : ok(region);
  return where.ok ? aws.identity(profile, where.value) : where;
};

export const testWay: Handler<'connection.test'> = async (core, params) => {
  const { profile, domain, repository } = params;
  if (domain === undefined && repository !== undefined) {
    return failed(problemOf('invalidInput', `The domain of ${repository} is not named.`, { advice: 'Name it.' }));
  }
  const state = await core.state.read();
  const tokens = state.ok ? state.value.settings.tokens : [];
  const kept = tokens.find((token) => token.profile === profile && token.domain === domain);
  return ok(await testConnection(core.ports.aws, { ...params, durationSeconds: kept?.durationSeconds }));
};

export const previewRole: Handler<'role.preview'> = async (core, params) => {
  const planned = await planRole(core, params);
  if (!planned.ok) return planned;
  const { id, file, diff, displayPath: shown } = planned.value;
  const { region, domain, domainOwner, repository, roleArn, sourceProfile } = params;
  const [, account = '', name = ''] = /::(\d{12}):role\/(?:.*\/)?([^/]+)$/.exec(roleArn) ?? [];
  const source = await core.ports.aws.profile(sourceProfile);
  const grant = {
    region,
    domain,
    domainOwner: domainOwner ?? account,
    repositories: repository === undefined ? null : [repository],
    publish: false,
  };
  const defaults = { roleName: name, trustedAccount: source.ok ? source.value.account : null };
  const texts = { policy: policyText(grant), template: templateText(grant, defaults) };
  return ok({ id, path: file.path, displayPath: shown, diff, ...texts });
};

export const writeRole: Handler<'role.write'> = async (core, { id, ...params }) =>
  core.state.exclusively(async () => {
    const planned = await planRole(core, params);
    if (!planned.ok) return planned;
    const { file, text, displayPath: shown } = planned.value;
    if (planned.value.id !== id) return failed(changedSince(shown));
    if (text === file.text) return ok({ written: file.path });
    const state = await core.state.read();
    if (!state.ok) return state;
    const { journal } = state.value;
    const change = { file, text, editor: 'awsConfig' } as const;
    const now = core.ports.clock.now();
    const noted = await core.state.writeJournal(withWritten(journal, change, now));
    if (!noted.ok) return noted;
    const written = await writeTextFile(file, { text });
    if (!written.ok || written.value.kind === 'conflict') {
      const unchanged = await core.state.writeJournal(journal);
      if (!written.ok) return written;
      return unchanged.ok ? failed(changedSince(shown)) : unchanged;
    }
    core.activity.note('applied', `Wrote the profile ${params.profile} into ${shown}`, {
      written: [file.path],
      switched: { at: now, on: [], off: [] },
    });
    return ok({ written: file.path });
  });

function changedSince(shown: string): Problem {
  return problemOf('planChanged', `${shown} changed since the preview.`, { advice: 'Look at the new preview.' });
}

async function planRole({ ports: { aws, environment } }: Core, params: RoleParams) {
  const shown = displayPath(aws.configFile(), environment.home);
  const planned = await planRoleProfile(aws, params, shown);
  return planned.ok ? ok({ ...planned.value, displayPath: shown }) : planned;
}

type Where = { readonly region: string; readonly domainOwner: string; readonly ownerSaidBy: OwnerSayer };

/** Region and owner of a domain: as given, else the profile's. */
async function wholeAddress(
  { ports: { aws } }: Core,
  profile: string | undefined,
  domain: string,
  { region, domainOwner }: { readonly region?: string | undefined; readonly domainOwner?: string | undefined },
): Promise<Result<Where>> {
  if (region !== undefined && domainOwner !== undefined) return ok({ region, domainOwner, ownerSaidBy: 'request' });
  if (profile === undefined) {
    return failed(
      problemOf('invalidInput', `In which region and account the domain ${domain} is, is not said.`, {
        advice: 'Name them, or a profile of the account.',
      }),
    );
  }
  const own = region === undefined ? await aws.regionOf(profile) : ok(region);
  if (!own.ok) return own;
  if (domainOwner !== undefined) return ok({ region: own.value, domainOwner, ownerSaidBy: 'request' });
  const profiles = await aws.profiles();
  if (!profiles.ok) return profiles;
  const account = profiles.value.find(({ name }) => name === profile)?.account ?? null;
  if (account !== null) return ok({ region: own.value, domainOwner: account, ownerSaidBy: 'config' });
  const owner = await findDomainOwner(aws, profile, own.value, domain);
  if (!owner.ok) return owner;
  return ok({ region: own.value, domainOwner: owner.value.account, ownerSaidBy: owner.value.saidBy });
}
