import type { Command } from '@commander-js/extra-typings';
import { ok } from '../../../contract/problem.ts';
import type { BindingList } from '../../../contract/parts.ts';
import type { BindingView, TokenView } from '../../../contract/snapshot.ts';
import { longDuration } from '../../../view/time/duration.ts';
import { obstacleOf } from '../../../view/standing/need.ts';
import { besideText, clearingText, unboundOf } from '../found-text.ts';
import { columns } from '../io.ts';
import { jsonOption } from '../options.ts';
import type { Commands } from '../report.ts';

export function statusCommands(program: Command, { report }: Commands): void {
  program
    .command('status')
    .description('Every token with its countdown and every binding with its state')
    .addOption(jsonOption)
    .action(async (options) =>
      report(options, async ({ request, bindings }) => {
        const state = await bindings();
        if (!state.ok) return state;
        const { clearing } = state.value;
        const known = { tokens: state.value.tokens.map(tokenJson), bindings: bindingsJson(state.value) };
        const json = clearing.length === 0 ? known : { ...known, clearing };
        const text = [tokensText(state.value), bindingsText(state.value), ...clearingText(state.value)].join('\n\n');
        if (state.value.bindings.length > 0) return ok({ json, text });
        // Whoever has none yet may have signed in in another way.
        const scanned = await request('scan.find', {});
        if (!scanned.ok) return scanned;
        const found = unboundOf(scanned.value);
        const beside = besideText(found, Date.parse(state.value.now));
        return ok({ json: found.length === 0 ? json : { ...json, found }, text: [text, ...beside].join('\n\n') });
      }),
    );

  program
    .command('list')
    .description('All bindings')
    .addOption(jsonOption)
    .action(async (options) =>
      report(options, async ({ bindings }) => {
        const state = await bindings();
        return state.ok
          ? ok({ json: { bindings: bindingsJson(state.value) }, text: bindingsText(state.value) })
          : state;
      }),
    );

  program
    .command('refresh')
    .description('Refresh tokens now, and write them where they belong')
    .option('--all', 'also tokens of bindings that are switched off')
    .addOption(jsonOption)
    .action(async (options) =>
      report(options, async ({ request, bindings: list }) => {
        const before = await list();
        if (!before.ok) return before;
        const { tokens, bindings } = before.value;
        const used = new Set(bindings.filter((binding) => binding.enabled).map((binding) => binding.tokenId));
        const asked = tokens.filter((token) => options.all === true || used.has(token.id));
        const replies = await Promise.all(asked.map(({ id }) => request('token.refresh', { tokenId: id })));
        const after = await list([]);
        if (!after.ok) return after;
        const standing = await request('binding.problems', {});
        if (!standing.ok) return standing;
        // A token that is exposed is fresh in no file: that of the file is left as it is.
        const exposed = standing.value.map(({ problem }) => problem).filter(({ code }) => code === 'secretExposed');
        const problems = [...replies.flatMap((reply) => (reply.ok ? [] : [reply.error])), ...exposed];
        const idle = tokens.length - asked.length;
        const notes =
          idle === 0
            ? []
            : [`${idle} of ${tokens.length} tokens not refreshed: no binding of theirs is on. To get them too: --all`];
        const json = { tokens: after.value.tokens.map(tokenJson) };
        return ok({ json, text: tokensText(after.value), notes, problems });
      }),
    );
}

function tokenJson({ id, profile, region, domain, domainOwner, state, expiresAt, refreshAt, error }: TokenView) {
  return { id, profile, region, domain, domainOwner, state, expiresAt, refreshAt, error };
}

function bindingsJson({ bindings, projects }: BindingList) {
  return bindings.map(({ id, projectId, client, domain, repository, enabled, execOnly, state, targets, findings }) => {
    const project = projects.find((candidate) => candidate.id === projectId);
    return {
      id,
      project: projectId === 'user' ? 'user' : (project?.path ?? projectId),
      client,
      domain,
      repository,
      enabled,
      execOnly,
      state,
      targets: targets.map(({ path, state: targetState }) => ({ path, state: targetState })),
      findings,
    };
  });
}

function tokensText({ tokens, now }: BindingList): string {
  if (tokens.length === 0) return 'No tokens yet.';
  const rows = tokens.map((token) => [
    `${token.domain} ${token.region}`,
    token.profile,
    token.state,
    token.expiresAt === null ? '' : leftOf(token.expiresAt, Date.parse(now)),
    token.error?.message ?? '',
  ]);
  return columns([['TOKEN', 'PROFILE', 'STATE', 'LEFT', ''], ...rows]);
}

function leftOf(expiresAt: string, now: number): string {
  const left = Date.parse(expiresAt) - now;
  return left <= 0 ? 'expired' : longDuration(left);
}

function bindingsText({ bindings, projects }: BindingList): string {
  if (bindings.length === 0)
    return 'No bindings yet. Begin with: codeartifact-tray login --tool npm --domain … --repository …';
  const rows = bindings.map((binding: BindingView) => [
    binding.id,
    projects.find((project) => project.id === binding.projectId)?.displayPath ?? binding.projectId,
    binding.client,
    `${binding.domain}/${binding.repository}`,
    binding.scopeText,
    binding.enabled ? 'on' : 'off',
    stateText(binding),
  ]);
  return columns([['BINDING', 'PROJECT', 'CLIENT', 'REPOSITORY', 'FOR', '', 'STATE'], ...rows]);
}

function stateText(binding: BindingView): string {
  const { state, execOnly, problem } = binding;
  const obstacle = obstacleOf(binding);
  if (obstacle !== null && state === 'inSync') return `not signed in: ${obstacle.message}`;
  if (problem !== null) return `${state}: ${problem.message}`;
  return execOnly && state === 'inSync' ? 'exec only' : state;
}
