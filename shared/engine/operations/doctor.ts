import type { Explanation } from '../../contract/doctor.ts';
import { ok } from '../../contract/problem.ts';
import type { InspectContext } from '../clients/client.ts';
import { findClient } from '../clients/index.ts';
import type { Core } from '../core/core.ts';
import { diagnoseText } from '../doctor/diagnose.ts';
import { explain } from '../doctor/explain.ts';
import { placeReader } from '../doctor/settings-found.ts';
import type { ReadPlaces } from '../doctor/settings-found.ts';
import { readTextFile } from '../files/text-file.ts';
import { clientBindingOf } from '../plan/desired.ts';
import type { BindingSettings } from '../state/settings.ts';
import type { State } from '../state/state.ts';
import type { Handler } from './handler.ts';

export const explainAll: Handler<'doctor.explain'> = async (core) => {
  const state = await core.state.read();
  if (!state.ok) return state;
  const readPlaces = placeReader(core.ports.environment);
  const explanations: Explanation[] = [];
  for (const binding of state.value.settings.bindings) {
    const one = await explainBinding(core, state.value, binding, readPlaces);
    if (one !== null) explanations.push(one);
  }
  return ok(explanations);
};

export const diagnose: Handler<'doctor.diagnose'> = async (_core, { text }) => ok(diagnoseText(text));

/** Null for a binding of a client that this version doesn't know. */
async function explainBinding(
  core: Core,
  { settings }: State,
  binding: BindingSettings,
  readPlaces: ReadPlaces,
): Promise<Explanation | null> {
  const client = findClient(binding.client);
  if (client === null) return null;
  const seen = clientBindingOf(settings, binding);
  if (binding.execOnly === true) return untouched(binding, client.title, seen.domain);
  const lookup = await client.lookup(seen, core.context);
  const { title, references } = client;
  const found = await client.targets(seen, core.context);
  const targets = found.ok ? found.value : [];
  const effective = explain({
    title,
    references,
    endpoint: lookup.expected ?? binding.endpoint,
    registry: await readPlaces(lookup.registry, title, targets),
    credential: await readPlaces(lookup.credential, title, targets),
    looksForRegistry: lookup.registry.length > 0,
    looksForCredential: lookup.credential.length > 0,
    variables: core.ports.environment.env,
    now: core.ports.clock.now(),
  });
  const { id: bindingId, projectId, repository, enabled } = binding;
  return {
    bindingId,
    client: client.name,
    title,
    projectId,
    domain: seen.domain,
    repository,
    enabled,
    ...effective,
    // What is off needs nothing put right.
    findings: enabled ? [...effective.findings, ...((await client.inspect?.(seen, inspectContext(core))) ?? [])] : [],
  };
}

/** What is given out by variables stands in no place where anybody could look. */
function untouched(
  { id, client, projectId, repository, enabled }: BindingSettings,
  title: string,
  domain: string,
): Explanation {
  const nothing = { registry: null, signsInBy: null, findings: [] };
  return { bindingId: id, client, title, projectId, domain, repository, enabled, ...nothing };
}

function inspectContext({ context }: Core): InspectContext {
  return {
    ...context,
    async startsWithBom(path) {
      const read = await readTextFile(path);
      return read.ok && read.value.bom;
    },
  };
}
