import type { Command } from '@commander-js/extra-typings';
import { InvalidArgumentError, Option } from '@commander-js/extra-typings';
import { processIo } from './io.ts';

/** What becomes of a global option of the AWS CLI that scripts pass (aws-cli 2.36, `data/cli.json`). */
type AwsOption = {
  readonly flags: string;
  readonly description: string;
  /** Variable that says the same to the AWS SDKs. */
  readonly variable?: string;
  readonly parse?: (text: string) => string;
  /** Why it is refused, and what to do instead. */
  readonly refusal?: string;
};

const MEANS_NOTHING = 'accepted; means nothing here';

/** For every command that asks AWS. */
const awsOptions: readonly AwsOption[] = [
  { flags: '--endpoint-url <url>', description: 'ask this server', variable: 'AWS_ENDPOINT_URL_CODEARTIFACT' },
  { flags: '--ca-bundle <file>', description: 'trust these authorities, too', variable: 'AWS_CA_BUNDLE' },
  { flags: '--cli-read-timeout <seconds>', description: 'accepted; a call ends after 10 s', parse: wholeSeconds },
  { flags: '--cli-connect-timeout <seconds>', description: 'accepted; a call ends after 10 s', parse: wholeSeconds },
  { flags: '--debug', description: MEANS_NOTHING },
  { flags: '--no-cli-pager', description: MEANS_NOTHING },
  { flags: '--color <when>', description: MEANS_NOTHING },
  {
    flags: '--no-verify-ssl',
    description: 'refused',
    refusal: 'the token would be shown to whoever stands between. Name the certificate authority with --ca-bundle FILE',
  },
  {
    flags: '--no-sign-request',
    description: 'refused',
    refusal: 'CodeArtifact answers nobody who does not sign. Leave it out, and name a profile with --profile',
  },
];

/** How the AWS CLI prints an answer. */
export const awsOutputs = ['json', 'text', 'table', 'yaml', 'yaml-stream', 'off'] as const;

const GROUP = 'Options of the AWS CLI:';

/** The global options of the AWS CLI, for a command that asks AWS: what they change holds for this one run; `keeps`: later ones follow it. */
export function addAwsOptions(command: Command, { keeps = false } = {}): void {
  for (const { flags, description, parse } of awsOptions) {
    const option = new Option(flags, description).helpGroup(GROUP);
    command.addOption(parse === undefined ? option : option.argParser(parse));
  }
  command.hook('preAction', (_, { options, getOptionValueSource, getOptionValue, error }) => {
    for (const { flags, variable, refusal } of awsOptions) {
      const option = options.find((one) => one.flags === flags);
      const name = option?.attributeName() ?? '';
      if (getOptionValueSource.call(command, name) !== 'cli') continue;
      if (refusal !== undefined) error.call(command, `error: ${option?.long ?? flags} is refused: ${refusal}.`);
      const value: unknown = getOptionValue.call(command, name);
      // Before the engine is made, which reads its variables from here.
      if (variable === undefined || typeof value !== 'string') continue;
      process.env[variable] = value;
      if (keeps) processIo.err(`${option?.long ?? flags} holds for this run; for later refreshes set ${variable}.`);
    }
  });
}

/** An option of the AWS CLI that one command alone has. */
export function awsOption<Flags extends string>(flags: Flags, description: string) {
  return new Option(flags, description).helpGroup(GROUP);
}

function wholeSeconds(text: string): string {
  if (/^\d{1,6}$/.test(text)) return text;
  throw new InvalidArgumentError('Use whole seconds.');
}
