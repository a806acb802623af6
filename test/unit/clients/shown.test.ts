import { globSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { ClientBinding } from '../../../shared/engine/clients/client.ts';
import { clients } from '../../../shared/engine/clients/index.ts';
import type { ClientFixture } from '../../fixtures/clients/fixture.ts';
import { endpointOf } from '../../fixtures/clients/fixture.ts';

// What people read of each client, whole: after a change that is meant, `vitest -u` writes it anew, and the diff is looked at.

const folder = path.resolve(import.meta.dirname, '../../fixtures/clients');

test.each(clients.map((client) => [client.name, client] as const))('%s: what is shown of it', async (name, client) => {
  expect(globSync(`${name}.ts`, { cwd: folder })).toHaveLength(1);
  const { fixture } = (await import(`../../fixtures/clients/${name}.ts`)) as { readonly fixture: ClientFixture };
  const choices = [...new Set(fixture.cases.map(({ options = {} }) => JSON.stringify(options)))];
  const shown = choices.flatMap((options) =>
    [null, '/home/ann/src/shop'].map((projectPath) => {
      const binding: ClientBinding = {
        endpoint: endpointOf(client.format),
        domain: 'platform',
        domainOwner: '111122223333',
        repository: 'web',
        options: JSON.parse(options) as ClientBinding['options'],
        projectPath,
      };
      return {
        options: binding.options,
        projectPath,
        scopeText: client.scopeText(binding),
        variables: client.variables(binding),
        snippets: client.snippets?.(binding) ?? [],
      };
    }),
  );
  expect({ title: client.title, options: client.options ?? [], shown }).toMatchSnapshot();
});
