import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { request as ask } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import type { Emulator } from '../../shared/emulator/index.ts';
import type { CliHome } from '../support/cli-home.ts';
import { selfSigned } from '../support/aws-self-signed.ts';
import type { Prepared } from './real-client.ts';

/** The emulator over TLS, for clients that send no credential without, and options by which Java trusts it. */
export async function tlsFront(emulator: Emulator, home: CliHome): Promise<Prepared> {
  const signed = selfSigned(home.folder, 'IP:127.0.0.1');
  if (signed === null) throw new Error('The front needs openssl for its certificate');
  const pass = (incoming: IncomingMessage, response: ServerResponse): void => {
    const { method, url, headers } = incoming;
    const host = new URL(emulator.url).host;
    const forwarded = ask(`${emulator.url}${url}`, { method, headers: { ...headers, host } }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
      answer.pipe(response);
    });
    forwarded.on('error', () => response.destroy());
    incoming.pipe(forwarded);
  };
  const server = createServer({ key: signed.key, cert: signed.cert }, pass);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  return { options: [], env: {}, url: `https://127.0.0.1:${port}`, javaOptions: trusting(signed.certFile, home) };
}

/** Beside those that Java trusts anyway: sbt gets itself from Maven Central. */
function trusting(certificate: string, home: CliHome): readonly string[] {
  const { stderr } = spawnSync('java', ['-XshowSettings:properties', '-version'], { encoding: 'utf8' });
  const java = /java\.home = (.*)/.exec(stderr)?.[1] ?? '';
  const store = home.path('trusted');
  copyFileSync(path.join(java, 'lib/security/cacerts'), store);
  const where = ['-keystore', store, '-storepass', 'changeit', '-file', certificate, '-alias', 'front'];
  execFileSync('keytool', ['-importcert', '-noprompt', ...where], { stdio: 'ignore' });
  return [`-Djavax.net.ssl.trustStore=${store}`];
}
