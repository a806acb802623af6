import type { CodeartifactClient } from '@aws-sdk/client-codeartifact';
import type { HttpHandler } from '@smithy/core/protocols';
import type { CallerIdentity } from '../../ports/aws-access.ts';
import { ownError } from './errors/own.ts';

/** Who AWS says the caller is: a question that needs no permission. Credentials are those of the other client. */
export async function callerIdentity(
  { config }: CodeartifactClient,
  endpoint: string | null,
  requestHandler: HttpHandler,
  abortSignal: AbortSignal,
): Promise<CallerIdentity> {
  const { GetCallerIdentityCommand, STSClient } = await import('@aws-sdk/client-sts');
  const sts = new STSClient({
    ...(endpoint === null ? { ignoreConfiguredEndpointUrls: true } : { endpoint }),
    region: await config.region(),
    credentials: config.credentials,
    requestHandler,
    maxAttempts: await config.maxAttempts(),
    userAgentAppId: 'codeartifact-tray',
  });
  const { Account = '', Arn = '' } = await sts.send(new GetCallerIdentityCommand({}), { abortSignal });
  if (!/^\d{12}$/.test(Account) || !/^arn:[\w-]+:[!-~]+$/.test(Arn)) throw ownError('UnusableAnswer', 'no identity');
  return { account: Account, arn: Arn };
}
