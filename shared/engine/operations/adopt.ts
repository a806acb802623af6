import { failed, ok, problemOf } from '../../contract/problem.ts';
import type { Problem, Result } from '../../contract/problem.ts';
import type { Parsed } from '../../contract/requests.ts';
import type { AdoptReport } from '../../contract/scan.ts';
import type { BindingOptions, PlanView } from '../../contract/snapshot.ts';
import { USER_LEVEL } from '../../contract/user-level.ts';
import type { Core } from '../core/core.ts';
import { clientBindingOf } from '../plan/binding.ts';
import { collectDesired } from '../plan/desired.ts';
import { editors } from '../editors/index.ts';
import type { Found } from '../scan/find.ts';
import type { Login } from '../scan/logins.ts';
import { aimOf } from '../scan/refusal.ts';
import { endpointFault } from '../../ports/endpoint.ts';
import { bindingIdOf, projectIdOf, tokenIdOf } from '../state/identify.ts';
import { withBinding, withProject } from '../state/changes.ts';
import { byId } from '../state/settings.ts';
import type { BindingSettings, Settings, TokenSettings } from '../state/settings.ts';
import type { State } from '../state/state.ts';
import { conflictOf, isOfAny } from './bindings.ts';
import { chosenOf, lookAround } from './choose.ts';
import type { Handler } from './handler.ts';
import { imaginedPlan } from './login.ts';
import { ownerProfile } from './owner-profile.ts';

type Adoption = AdoptReport & { readonly settings: Settings };

/** Makes switched-on bindings of what stands in the files; an apply then brings the lines in line, in place. */
export const adopt: Handler<'scan.adopt'> = async (core, params) =>
  core.state.exclusively(async () => {
    const state = await core.state.read();
    if (!state.ok) return state;
    const adoption = await prepareAdoption(core, state.value, params);
    if (!adoption.ok) return adoption;
    const { settings, adopted, leftOut } = adoption.value;
    const changed = await core.state.changeSettings(() => ok(settings));
    if (!changed.ok) return changed;
    for (const { bindingId } of adopted) {
      const binding = byId(settings.bindings, bindingId);
      if (binding !== undefined) core.activity.note('added', `Adopted ${binding.client} for ${binding.repository}`);
    }
    return ok({ adopted, leftOut });
  });

/** The settings as they would be then. Changes nothing, and asks AWS for nothing. */
async function prepareAdoption(
  core: Core,
  state: State,
  { which, project, profile }: Parsed<'scan.adopt'>,
): Promise<Result<Adoption>> {
  const everything = await lookAround(core, state, project);
  if (!everything.ok) return everything;
  const chosen = chosenOf(everything.value, which, core.ports.environment.home);
  if (!chosen.ok) return chosen;
  const profiles = profile === undefined ? await core.ports.aws.profiles() : ok([]);
  if (!profiles.ok) return profiles;
  const named = core.ports.environment.env['AWS_PROFILE'];
  const all = everything.value.found.map(({ login }) => login);

  let settings = state.settings;
  const adopted: AdoptReport['adopted'][number][] = [];
  const leftOut: AdoptReport['leftOut'][number][] = [];
  for (const { login, view } of ordered(chosen.value)) {
    if (view.bindingId !== null || (await isKept(login, settings, core))) continue;
    const aim = aimOf(login, all);
    const { address } = login;
    if (!aim.ok || address === null) {
      if (!aim.ok) leftOut.push({ id: view.id, problem: aim.error });
      continue;
    }
    const owner =
      profile === undefined
        ? ownerProfile(address, { state: { ...state, settings }, profiles: profiles.value, named })
        : ok(profile);
    if (!owner.ok) return owner;
    const region = address.region === null ? await core.ports.aws.regionOf(owner.value) : ok(address.region);
    if (!region.ok) return region;
    const { domain, domainOwner } = address;
    const facts = { profile: owner.value, region: region.value, domain, domainOwner };
    const token = { id: tokenIdOf(facts), ...facts };
    const next = await withAdopted(core, settings, login, token, aim.value);
    if (!next.ok) leftOut.push({ id: view.id, problem: next.error });
    else {
      ({ settings } = next.value);
      adopted.push({ id: view.id, bindingId: next.value.bindingId, profile: token.profile });
    }
  }
  return ok({ settings, adopted, leftOut });
}

/** Registries first: what keeps them often keeps the credential of the whole domain as well. */
function ordered(chosen: readonly Found[]): readonly Found[] {
  const isRegistry = ({ login }: Found) => login.address?.repository != null;
  return [...chosen.filter((one) => isRegistry(one)), ...chosen.filter((one) => !isRegistry(one))];
}

/** What an apply would write if these were adopted, and what would be left as it is. Writes nothing and fetches nothing. */
export async function previewAdoption(
  core: Core,
  params: Parsed<'scan.adopt'>,
): Promise<Result<AdoptReport & { readonly plan: PlanView }>> {
  const state = await core.state.read();
  if (!state.ok) return state;
  const adoption = await prepareAdoption(core, state.value, params);
  if (!adoption.ok) return adoption;
  const { settings, adopted, leftOut } = adoption.value;
  const isTheirs = isOfAny(adopted.map(({ bindingId }) => bindingId));
  return ok({ adopted, leftOut, plan: await imaginedPlan(core, { ...state.value, settings }, isTheirs) });
}

/** True when switched-on bindings write all its lines already. */
async function isKept({ hits }: Login, settings: Settings, core: Core): Promise<boolean> {
  const { files } = await collectDesired(settings, core.targets(settings));
  return hits.every(({ document: { path, editor }, entry, meaning }) => {
    const identity = editors[editor].identify(entry);
    const wanted = files.find((file) => file.path === path)?.entries ?? [];
    return meaning?.role === 'beside' || wanted.some((one) => editors[editor].identify(one.entry) === identity);
  });
}

async function withAdopted(
  core: Core,
  settings: Settings,
  { client, project, options, address }: Login,
  token: TokenSettings,
  where: { readonly repository: string; readonly endpoint: string },
): Promise<Result<{ readonly settings: Settings; readonly bindingId: string }>> {
  const isCustom = address?.isCustom === true;
  const fault = endpointFault(where.endpoint, token, isCustom);
  if (fault !== null) return failed(untrusted(token, fault));
  const placed = project === null ? ok(settings) : withProject(settings, project);
  if (!placed.ok) return placed;
  const projectId = project === null ? USER_LEVEL : projectIdOf(project);
  const make = (own: BindingOptions): BindingSettings => {
    const facts = { projectId, client: client.name, tokenId: token.id, ...where, options: own };
    return { id: bindingIdOf(facts), ...facts, ...(isCustom ? { customHost: true } : {}), enabled: true };
  };
  const targetsOf = async (own: BindingOptions) => {
    const binding = make(own);
    const seen = clientBindingOf({ ...placed.value, tokens: [token] }, binding);
    return client.targets(seen, core.context);
  };
  const full = await targetsOf(options);
  if (!full.ok) return full;
  // What is said by default is left out, so that "login" finds the same binding.
  let fewest = options;
  for (const name of Object.keys(options)) {
    const { [name]: _, ...fewer } = fewest;
    const same = await targetsOf(fewer);
    if (JSON.stringify(same) === JSON.stringify(full)) fewest = fewer;
  }
  const binding = make(fewest);
  const next = withBinding(placed.value, binding, token);
  const conflict = await conflictOf(core, next, binding.id);
  return conflict === null ? ok({ settings: next, bindingId: binding.id }) : failed(conflict);
}

function untrusted({ domain }: TokenSettings, fault: string): Problem {
  return problemOf('endpointUntrusted', `This address gets no token of ${domain}: it ${fault}.`, {
    advice: 'Take the line out with "clear".',
  });
}
