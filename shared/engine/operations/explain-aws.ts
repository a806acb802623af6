import type { AwsExplanation } from '../../contract/doctor.ts';
import { ok } from '../../contract/problem.ts';
import { displayPath } from '../files/display-path.ts';
import type { State } from '../state/state.ts';
import type { TokenSettings } from '../state/settings.ts';
import type { Core } from '../core/core.ts';
import type { Handler } from './handler.ts';

/** The doctor's look at AWS: each profile and region that tokens are kept for. */
export const explainAws: Handler<'doctor.aws'> = async (core) => {
  const state = await core.state.read();
  if (!state.ok) return state;
  const byWay = Map.groupBy(state.value.settings.tokens, ({ profile, region }) => JSON.stringify([profile, region]));
  return ok(await Promise.all([...byWay.values()].map(async (tokens) => explained(core, state.value, tokens))));
};

async function explained(
  { ports: { aws, environment } }: Core,
  { ledger }: State,
  tokens: readonly TokenSettings[],
): Promise<AwsExplanation> {
  const { profile = '', region } = tokens[0] ?? {};
  const way = await aws.way(profile, region);
  const { detail, session, endpoint } = way;
  const failures = tokens.flatMap(({ id }) => ledger.tokens[id]?.failure?.problem ?? []);
  const problems = new Map([...way.problems, ...failures].map((problem) => [problem.message, problem]));
  return {
    profile,
    kind: detail?.kind ?? null,
    account: detail?.account ?? null,
    region: way.region,
    session: session === null ? null : { ...session, endsAt: instant(session.endsAt) },
    endpoint: endpoint === null ? null : { url: endpoint, isCustom: way.isCustomEndpoint },
    proxy: way.proxy,
    caBundle: detail?.caBundle == null ? null : displayPath(detail.caBundle, environment.home),
    domains: tokens.map(({ domain, domainOwner }) => ({ domain, domainOwner })),
    problems: [...problems.values()],
  };
}

function instant(milliseconds: number | null): string | null {
  return milliseconds === null ? null : new Date(milliseconds).toISOString();
}
