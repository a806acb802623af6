import { ok } from '../../contract/problem.ts';
import { diagnoseText } from '../doctor/diagnose.ts';
import { originsOf } from '../scan/find.ts';
import { pastedBindings } from '../scan/paste.ts';
import { lookAround } from './choose.ts';
import { ownerProfile } from './owner-profile.ts';
import type { Handler } from './handler.ts';

// What AWS has, what stands in files, what the doctor says: nothing is changed by asking.

export const listProfiles: Handler<'profiles.list'> = async (core) => core.ports.aws.profiles();

export const listDomains: Handler<'domains.list'> = async (core, { profile, region, search }) =>
  core.ports.aws.domains(profile, region, search);

export const listRepositories: Handler<'repositories.list'> = async (core, { search, ...address }) =>
  core.ports.aws.repositories(address, search);

export const explainAll: Handler<'doctor.explain'> = async (core) => {
  const state = await core.state.read();
  if (!state.ok) return state;
  const explanations = await core.judge.now(state.value);
  const { refused } = await core.plan(state.value);
  return ok(
    explanations.map((explanation) => {
      const problem = refused.get(explanation.bindingId);
      if (problem?.code === 'projectNotFound') {
        return {
          ...explanation,
          registry: null,
          signsInBy: null,
          findings: [{ severity: 'wrong', problem, origin: null }],
        };
      }
      if (problem?.code !== 'secretExposed') return explanation;
      return { ...explanation, findings: [{ severity: 'wrong', problem, origin: null }, ...explanation.findings] };
    }),
  );
};

export const diagnose: Handler<'doctor.diagnose'> = async (core, { text }) => {
  const state = await core.state.read();
  const { bindings = [] } = state.ok ? state.value.settings : {};
  const origins = state.ok ? originsOf(state.value.settings, core.context) : [];
  const proxies = bindings.flatMap(
    ({ options: { proxyUrl = '' } }) => URL.parse(proxyUrl.split(/[,|]/)[0] ?? '') ?? [],
  );
  return ok(
    diagnoseText(
      text,
      [...origins, ...proxies].map(({ host }) => host),
    ),
  );
};

export const scan: Handler<'scan.find'> = async (core, { project }) => {
  const state = await core.state.read();
  if (!state.ok) return state;
  const everything = await lookAround(core, state.value, project);
  if (!everything.ok) return everything;
  const { found, inVariables, unreadable } = everything.value;
  return ok({ found: [...found.map(({ view }) => view), ...inVariables], unreadable });
};

export const paste: Handler<'scan.paste'> = async (core, { text }) => {
  const state = await core.state.read();
  if (!state.ok) return state;
  const profiles = await core.ports.aws.profiles();
  const accounts = profiles.ok ? profiles.value.flatMap(({ account }) => account ?? []) : [];
  const origins = originsOf(state.value.settings, core.context);
  const pasted = await pastedBindings(text, origins, core.context, accounts);
  const named = core.ports.environment.env['AWS_PROFILE'];
  return ok(
    pasted.map((one) => {
      const { domainOwner } = one;
      if (one.profile !== null || domainOwner === null || !profiles.ok) return one;
      const owner = ownerProfile({ ...one, domainOwner }, { state: state.value, profiles: profiles.value, named });
      return owner.ok ? { ...one, profile: owner.value } : one;
    }),
  );
};
