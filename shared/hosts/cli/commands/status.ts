import type { Command } from 'commander';
import type { BindingView, Snapshot, TokenView } from '../../../contract/snapshot.ts';
import { longDuration } from '../../../view/duration.ts';
import { printJson, reportProblem, table } from '../io.ts';
import type { Run } from '../run.ts';

type JsonOption = { readonly json?: boolean };

export function statusCommands(program: Command, run: Run): void {
  program
    .command('status')
    .description('Every token with its countdown and every binding with its state')
    .option('--json', 'print one JSON document')
    .action(
      run.engine(async (engine, io, { json = false }: JsonOption) => {
        const reply = await engine.api.request('state.get', {});
        if (!reply.ok) return reportProblem(io, reply.error, json);
        const snapshot = reply.value;
        if (snapshot.problem !== null) return reportProblem(io, snapshot.problem, json);
        if (json) printJson(io, { tokens: snapshot.tokens.map(tokenJson), bindings: bindingsJson(snapshot) });
        else io.out(statusText(snapshot));
        return 0;
      }),
    );

  program
    .command('list')
    .description('All bindings')
    .option('--json', 'print one JSON document')
    .action(
      run.engine(async (engine, io, { json = false }: JsonOption) => {
        const reply = await engine.api.request('state.get', {});
        if (!reply.ok) return reportProblem(io, reply.error, json);
        if (reply.value.problem !== null) return reportProblem(io, reply.value.problem, json);
        if (json) printJson(io, { bindings: bindingsJson(reply.value) });
        else io.out(bindingsText(reply.value));
        return 0;
      }),
    );

  program
    .command('refresh')
    .description('Renew tokens now, and write them where they belong')
    .option('--all', 'also tokens of bindings that are switched off')
    .option('--json', 'print one JSON document')
    .action(
      run.engine(async (engine, io, { all = false, json = false }: JsonOption & { readonly all?: boolean }) => {
        const before = await engine.api.request('state.get', {});
        if (!before.ok) return reportProblem(io, before.error, json);
        if (before.value.problem !== null) return reportProblem(io, before.value.problem, json);
        const { tokens, bindings } = before.value;
        const used = new Set(bindings.filter((binding) => binding.enabled).map((binding) => binding.tokenId));
        let code = 0;
        for (const token of tokens.filter((candidate) => all || used.has(candidate.id))) {
          const renewed = await engine.api.request('token.refresh', { tokenId: token.id });
          if (!renewed.ok) code = reportProblem(io, renewed.error, false);
        }
        const after = await engine.api.request('state.get', {});
        if (!after.ok) return reportProblem(io, after.error, json);
        if (json) printJson(io, { tokens: after.value.tokens.map(tokenJson) });
        else io.out(tokensText(after.value));
        return code;
      }),
    );
}

function tokenJson({ id, profile, region, domain, domainOwner, state, expiresAt, refreshAt, error }: TokenView) {
  return { id, profile, region, domain, domainOwner, state, expiresAt, refreshAt, error };
}

function bindingsJson({ bindings, projects }: Snapshot) {
  return bindings.map(({ id, projectId, client, domain, repository, enabled, state, targets }) => {
    const project = projects.find((candidate) => candidate.id === projectId);
    return {
      id,
      project: projectId === 'user' ? 'user' : (project?.path ?? projectId),
      client,
      domain,
      repository,
      enabled,
      state,
      targets: targets.map(({ path, state: targetState }) => ({ path, state: targetState })),
    };
  });
}

function statusText(snapshot: Snapshot): string {
  return `${tokensText(snapshot)}\n\n${bindingsText(snapshot)}`;
}

function tokensText({ tokens, now }: Snapshot): string {
  if (tokens.length === 0)
    return 'No tokens yet. Begin with: codeartifact-tray login --tool npm --domain … --repository …';
  const rows = tokens.map((token) => [
    `${token.domain} ${token.region}`,
    token.profile,
    token.state,
    token.expiresAt === null ? '' : leftOf(token.expiresAt, Date.parse(now)),
    token.error?.message ?? '',
  ]);
  return table([['TOKEN', 'PROFILE', 'STATE', 'LEFT', ''], ...rows]);
}

function leftOf(expiresAt: string, now: number): string {
  const left = Date.parse(expiresAt) - now;
  return left <= 0 ? 'expired' : longDuration(left);
}

function bindingsText({ bindings, projects }: Snapshot): string {
  if (bindings.length === 0) return 'No bindings yet.';
  const rows = bindings.map((binding: BindingView) => [
    binding.id,
    projects.find((project) => project.id === binding.projectId)?.displayPath ?? binding.projectId,
    binding.client,
    `${binding.domain}/${binding.repository}`,
    binding.reach,
    binding.enabled ? 'on' : 'off',
    binding.problem === null ? binding.state : `${binding.state}: ${binding.problem.message}`,
  ]);
  return table([['BINDING', 'PROJECT', 'CLIENT', 'REPOSITORY', 'FOR', '', 'STATE'], ...rows]);
}
