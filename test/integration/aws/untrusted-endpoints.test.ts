import { afterAll, beforeAll, expect, test } from 'vitest';
import { createAwsAccess } from '../../../shared/adapters/aws/access.ts';
import { clients } from '../../../shared/engine/clients/index.ts';
import type { FaultServer } from '../../support/aws-fault-server.ts';
import { startFaultServer } from '../../support/aws-fault-server.ts';
import { aCliHome } from '../../support/cli-home.ts';
import type { CliHome } from '../../support/cli-home.ts';
import { anEngine, environmentOf } from '../../support/engine.ts';

const REFUSED = [
  'http://evil.example/npm/web/',
  'http://evil.example:8080/',
  'http://127.0.0.1.evil.example/npm/web/',
  'ftp://evil.example/npm/web/',
  'file:///etc/passwd/',
  'javascript:alert(1)//',
  'data:text/plain,hello/',
  'https://user:pw@evil.example/npm/web/',
  'https://user@evil.example/npm/web/',
  'https://evil.example/npm/"web"/',
  "https://evil.example/npm/'web'/",
  'https://evil.example/npm/$(touch pwned)/',
  'https://evil.example/npm/`touch pwned`/',
  'https://evil.example/npm/${HOME}/',
  'https://evil.example/npm/%HOME%/',
  'https://evil.example/npm/we b/',
  'https://evil.example/npm/web/?token=',
  'https://evil.example/npm/web/#',
  'https://evil.example/npm/\u202ebew/',
  'https://evil.example/npm/web/\nstrict-ssl=false',
  'https://evil.example/npm/web/\r\nBUNDLE_X: "y"',
  'https://evil.example/npm/<web>/',
  'https://evil.example/npm/‘;calc;’/',
  'https://evil.example\\npm\\web\\',
  'not a url',
] as const;

let aws: FaultServer;
beforeAll(async () => {
  aws = await startFaultServer();
});
afterAll(async () => aws.close());

function loggingIn(home: CliHome, client: string, project?: string) {
  const environment = { ...environmentOf(home) };
  const own = { ...environment, env: { ...home.env, AWS_ENDPOINT_URL_CODEARTIFACT: aws.url } };
  const engine = anEngine({ home, aws: createAwsAccess(own) });
  const at = project === undefined ? 'user' : home.path(project);
  const binding = {
    project: at,
    client,
    profile: 'work',
    domain: 'acme',
    domainOwner: '111122223333',
    repository: 'web',
  };
  return engine.terminal.login(binding);
}

test.each(clients.map(({ name }) => name))(
  '%s is signed in to no endpoint that CodeArtifact would never answer',
  async (client) => {
    const home = aCliHome(null);
    const before = home.files();
    for (const repositoryEndpoint of REFUSED) {
      aws.answerWith(({ path }) => {
        if (path !== '/v1/repository/endpoint') throw new Error(`asked for ${path}`);
        return { body: JSON.stringify({ repositoryEndpoint }) };
      });
      const result = await loggingIn(home, client);
      expect([repositoryEndpoint, result.ok ? 'signed in' : result.error.code]).toEqual([
        repositoryEndpoint,
        'endpointUntrusted',
      ]);
      expect(JSON.stringify(result)).not.toContain('evil.example');
    }
    expect(home.files()).toEqual(before);
  },
);
