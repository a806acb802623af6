import { onTestFinished, vi } from 'vitest';
import { startFaultServer } from './aws-fault-server.ts';
import type { FaultServer } from './aws-fault-server.ts';
import { createAwsHome } from './aws-home.ts';
import type { AwsHome } from './aws-home.ts';

export type FaultyAws = { readonly home: AwsHome; readonly server: FaultServer };

/** A home and a server that fails as it is told, which the home knows by this variable, or not at all. Both go with the test. */
export async function aFaultyAws(
  variable: 'AWS_ENDPOINT_URL' | 'AWS_ENDPOINT_URL_CODEARTIFACT' | null,
  env: Readonly<Record<string, string>> = {},
): Promise<FaultyAws> {
  const server = await startFaultServer();
  const home = await createAwsHome({ ...env, ...(variable === null ? {} : { [variable]: server.url }) });
  onTestFinished(async () => {
    vi.unstubAllEnvs();
    await server.close();
    await home.remove();
  });
  return { home, server };
}
