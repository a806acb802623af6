import { USER_LEVEL } from '../../contract/user-level.ts';
import { failed, ok, problemOf } from '../../contract/problem.ts';
import type { Problem, Result } from '../../contract/problem.ts';
import type { AccountView, OwnerSayer } from '../../contract/account.ts';
import type { Parsed } from '../../contract/requests.ts';
import type { BindingOptions } from '../../contract/snapshot.ts';
import type { Client, ClientBinding } from '../clients/client.ts';
import { completeOptions, wrongOptions } from '../clients/options.ts';
import { accountOf, accountView, isNewTo } from './account.ts';
import { findDomainOwner } from './domain-owner.ts';
import { clientOf } from '../clients/index.ts';
import type { Applied } from '../apply/apply.ts';
import type { RepositoryEndpoint } from '../../ports/aws-access.ts';
import type { Core } from '../core/core.ts';
import { conflictingBindings } from '../plan/conflicts.ts';
import { bindingIdOf, projectIdOf, tokenIdOf } from '../state/identify.ts';
import { switched, switchedBack, withBinding, withoutBinding, withProject } from '../state/changes.ts';
import { byId } from '../state/settings.ts';
import type { BindingSettings, Settings, TokenSettings } from '../state/settings.ts';
import { applyReport } from './apply-report.ts';
import type { Handler } from './handler.ts';
import { withNearest } from './nearest-domain.ts';
import { absoluteFolder } from './project-folder.ts';

/** A binding that could be added: its id, and the settings with it. */
export type PreparedBinding = {
  readonly bindingId: string;
  readonly token: TokenSettings;
  /** Whose profile and domain are, to be told before anything is written. */
  readonly account: AccountView;
  change(settings: Settings): Result<Settings>;
};

/** Checks and completes a new binding without changing anything; `quietly`: AWS is asked only for what does not follow from what is known. */
export async function prepareBinding(
  core: Core,
  params: Parsed<'binding.add'>,
  { quietly = false } = {},
): Promise<Result<PreparedBinding>> {
  const client = clientOf(params.client);
  if (!client.ok) return client;
  const given = completeOptions(client.value, params.options);
  const wrong = wrongOptions(client.value, given);
  if (wrong !== null) return failed(wrong);
  const folder = params.project === USER_LEVEL ? ok(null) : absoluteFolder(params.project, core.ports.environment.home);
  if (!folder.ok) return folder;
  const resolved = await resolve(core, params, client.value, quietly);
  if (!resolved.ok) return resolved;
  const { token, endpoint, customHost, account } = resolved.value;
  const { repository, enabled } = params;
  const options = await withOptionsInUse(core, client.value, {
    endpoint,
    domain: token.domain,
    domainOwner: token.domainOwner,
    repository,
    options: given,
    projectPath: folder.value,
  });
  const projectId = folder.value === null ? USER_LEVEL : projectIdOf(folder.value);
  const how = params.execOnly ? { execOnly: true as const } : {};
  const facts = { projectId, client: client.value.name, tokenId: token.id, repository, endpoint, options, ...how };
  const host = customHost ? ({ customHost } as const) : {};
  const bindingId = bindingIdOf(facts);
  return ok({
    bindingId,
    token,
    account,
    change(settings) {
      const placed = folder.value === null ? ok(settings) : withProject(settings, folder.value);
      return placed.ok ? ok(withBinding(placed.value, { id: bindingId, ...facts, ...host, enabled }, token)) : placed;
    },
  });
}

/** What was given goes before what stands in the files. */
async function withOptionsInUse(core: Core, client: Client, binding: ClientBinding): Promise<BindingOptions> {
  const found = Object.entries((await client.optionsInUse?.(binding, core.context)) ?? {});
  const fitting = found.filter(([name, value]) => wrongOptions(client, { [name]: value }) === null);
  return { ...Object.fromEntries(fitting), ...binding.options };
}

/** Adds a binding and whatever project and token it needs; the same one twice is one. */
export const addBinding: Handler<'binding.add'> = async (core, params) => {
  const prepared = await prepareBinding(core, params);
  if (!prepared.ok) return prepared;
  const { bindingId, account, change } = prepared.value;
  const changed = await core.state.changeSettings(async (settings) => {
    const next = change(settings);
    const conflict = params.enabled && next.ok ? await conflictOf(core, next.value, bindingId) : null;
    return conflict === null ? next : failed(conflict);
  });
  if (!changed.ok) return changed;
  core.activity.note('added', `Added ${params.client} for ${params.domain}/${params.repository}`);
  return ok({ bindingId, account });
};

export const removeBinding: Handler<'binding.remove'> = async (core, { bindingId }) => {
  return core.state.exclusively(async () => {
    const state = await core.state.read();
    if (!state.ok) return state;
    const binding = bindingIn(state.value.settings, bindingId);
    if (!binding.ok) return binding;
    const restored = await takeOut(core, [bindingId]);
    if (!restored.ok) return restored;
    const changed = await core.state.changeSettings((settings) => ok(withoutBinding(settings, bindingId)));
    if (!changed.ok) return changed;
    core.activity.note('removed', `Removed ${binding.value.client} for ${binding.value.repository}`, {
      ...restored.value,
      switched: null,
    });
    return applyReport(core, restored.value);
  });
};

export const setEnabled: Handler<'binding.setEnabled'> = async (core, { bindingId, enabled }) => {
  const changed = await core.state.changeSettings(async (settings) => {
    const binding = bindingIn(settings, bindingId);
    if (!binding.ok) return binding;
    const conflict = enabled ? await conflictOf(core, settings, bindingId) : null;
    return conflict === null ? ok(switched(settings, [bindingId], enabled)) : failed(conflict);
  });
  const binding = changed.ok ? bindingIn(changed.value, bindingId) : changed;
  if (!binding.ok) return binding;
  const { client, repository } = binding.value;
  core.activity.note('switched', `Switched ${client} for ${repository} ${enabled ? 'on' : 'off'}`);
  return ok({});
};

/**
 * Switches bindings off and takes their lines out of the files: without the bindings nobody would know whose they are.
 * Fails, and leaves them switched off, when a file can't be restored now; leaves them on where none could be.
 */
export async function takeOut(core: Core, bindingIds: readonly string[]): Promise<Result<Applied>> {
  let wereOn: readonly string[] = [];
  const off = await core.state.changeSettings((settings) => {
    wereOn = bindingIds.filter((id) => byId(settings.bindings, id)?.enabled === true);
    return ok(switched(settings, bindingIds, false));
  });
  if (!off.ok) return off;
  const isTheirs = isOfAny(bindingIds);
  const restored = await core.applier.applyFor(bindingIds, (step) => step.kind !== 'set' && isTheirs(step));
  if (!restored.ok) {
    const on = await core.state.changeSettings((settings) => ok(switchedBack(settings, { on: [], off: wereOn })));
    return on.ok ? restored : on;
  }
  const state = await core.state.read();
  if (!state.ok) return state;
  const { files } = await core.plan(state.value);
  const unreadable = files.find(({ steps, problem, journal }) =>
    problem === null || steps.length > 0 ? false : journal?.entries.some(isTheirs),
  );
  if (unreadable !== undefined && unreadable.problem !== null) return failed(unreadable.problem);
  const left = files.find(({ steps }) => steps.some((step) => step.kind === 'restore' && isTheirs(step)));
  if (left === undefined) return restored;
  const skipped = restored.value.skipped.find(({ path: file }) => file === left.path);
  if (skipped !== undefined) return failed(skipped.problem);
  return failed(
    problemOf('fileNotWritable', `${left.path} still holds its lines.`, {
      advice: 'Make the file writable, then try again.',
    }),
  );
}

/** Why a binding can't be on beside the others; null when it can. */
export async function conflictOf(core: Core, settings: Settings, bindingId: string): Promise<Problem | null> {
  const [other] = await conflictingBindings(settings, bindingId, core.targets(settings));
  if (other === undefined) return null;
  return problemOf('entryConflict', `The repository ${other.repository} is on in the same place.`, {
    advice: 'Switch it off first; both want the same line.',
    command: `codeartifact-tray disable ${other.id}`,
  });
}

/** Tells what belongs to one of these bindings. */
export function isOfAny(bindingIds: readonly string[]): (what: { readonly bindings: readonly string[] }) => boolean {
  return ({ bindings }) => bindings.some((id) => bindingIds.includes(id));
}

function bindingIn(settings: Settings, bindingId: string): Result<BindingSettings> {
  const binding = byId(settings.bindings, bindingId);
  if (binding !== undefined) return ok(binding);
  return failed(
    problemOf('bindingNotFound', `There is no binding ${bindingId}.`, {
      advice: 'See which there are.',
      command: 'codeartifact-tray list',
    }),
  );
}

type Resolved = {
  readonly token: TokenSettings;
  readonly endpoint: string;
  readonly customHost: boolean;
  readonly account: AccountView;
};

/** Finds the endpoint, and with it what was left out: region and owner. */
async function resolve(
  core: Core,
  params: Parsed<'binding.add'>,
  client: Client,
  quietly: boolean,
): Promise<Result<Resolved>> {
  const { profile, domain, repository, endpointType, durationSeconds } = params;
  const { aws } = core.ports;
  const derived = quietly ? await aws.derivedEndpoint(params, repository, client.format, endpointType) : ok(null);
  if (!derived.ok) return derived;
  const endpoint =
    derived.value === null ? await aws.endpoint(params, repository, client.format, endpointType) : ok(derived.value);
  if (!endpoint.ok) return failed(await withNearest(core, params, client, endpoint.error));
  const { url, region, customHost } = endpoint.value;
  const owner = await ownerOf(core, params, endpoint.value);
  if (!owner.ok) return owner;
  const { account: domainOwner, saidBy: ownerSaidBy } = owner.value;
  const facts = { profile, region, domain, domainOwner };
  const token = { id: tokenIdOf(facts), ...facts, ...(durationSeconds === undefined ? {} : { durationSeconds }) };
  const state = await core.state.read();
  const isNew = state.ok && isNewTo(state.value.settings, facts);
  const known =
    ownerSaidBy === 'request'
      ? await accountOf(aws, profile, { region, mayAsk: isNew && derived.value === null })
      : { account: domainOwner, saidBy: ownerSaidBy };
  const account = accountView(facts, known, { domainOwner, ownerSaidBy }, isNew);
  return ok({ token, endpoint: url, customHost, account });
}

type SaidOwner = { readonly account: string; readonly saidBy: OwnerSayer };

/** Whose the domain is: as asked for, else as the profile says, as the endpoint that CodeArtifact gave, or as AWS says. */
async function ownerOf(
  { ports: { aws } }: Core,
  { profile, domain, domainOwner }: Parsed<'binding.add'>,
  endpoint: RepositoryEndpoint,
): Promise<Result<SaidOwner>> {
  if (domainOwner !== undefined) return ok({ account: domainOwner, saidBy: 'request' });
  if (endpoint.domainOwner !== null) return ok({ account: endpoint.domainOwner, saidBy: 'config' });
  const inAddress = ownerIn(endpoint.url, domain);
  if (inAddress !== null) return ok({ account: inAddress, saidBy: 'CodeArtifact' });
  return findDomainOwner(aws, profile, endpoint.region, domain);
}

/** Endpoints name their domain as DOMAIN-OWNER, in the host or (for VPC endpoints) in the path. */
function ownerIn(endpoint: string, domain: string): string | null {
  return new RegExp(`[/.]${domain}-(\\d{12})[/.]`).exec(endpoint)?.[1] ?? null;
}
