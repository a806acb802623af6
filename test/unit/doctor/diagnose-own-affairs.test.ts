import { expect, test } from 'vitest';
import { diagnoseText } from '../../../shared/engine/doctor/diagnose.ts';

// What clients say that has nothing to do with a token.

const DIFFERS = /not what the lockfile or the registry says/;
const NO_SUCH = /no such package or version/;
const OWN = /project or the client itself/;
const OTP = /one-time password/;
const OLD = /This AWS CLI does not know/;

const certain: readonly (readonly [client: string, text: string, meaning: RegExp])[] = [
  [
    'AWS CLI',
    'usage: aws [options] <command> <subcommand>\naws: error: argument operation: Invalid choice, valid choices are:\n\nassociate-external-connection | copy-package-versions',
    OLD,
  ],
  ['AWS CLI', 'aws: error: argument --tool: Invalid choice, valid choices are:\n\nnpm | pip | twine', OLD],
  ['AWS CLI', "aws: [ERROR]: An error occurred (ParamValidation): argument --tool: Found invalid choice 'swift'", OLD],
  ['AWS CLI', 'Unknown options: --endpoint-type, dualstack\naws: error: x', OLD],
  ['Cargo', 'error: checksum for `serde v1.0.1` changed between lock files', DIFFERS],
  ['npm', 'npm error code ETARGET\nnpm error notarget No matching version found for @acme/ui@^9.0.0.', NO_SUCH],
  ['npm', 'npm error code EOTP\nnpm error This operation requires a one-time password from your authenticator.', OTP],
  ['npm', 'npm error code EINTEGRITY\nnpm error sha512-abc integrity checksum failed when using sha512', DIFFERS],
  ['npm', 'npm error code ERESOLVE\nnpm error ERESOLVE unable to resolve dependency tree', OWN],
  [
    'pip',
    'ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE. If you have updated the package versions, please update the hashes.\n    x from https://acme-111122223333.d.codeartifact.us-east-1.amazonaws.com/pypi/store/simple/x.whl',
    DIFFERS,
  ],
  [
    'Maven',
    '[WARNING] Could not validate integrity of download from https://x/y.jar\norg.eclipse.aether.transfer.ChecksumFailureException: Checksum validation failed, expected abc but is def',
    DIFFERS,
  ],
  ['Yarn 2+', "➤ YN0018: │ lodash@npm:4.17.21: The remote archive doesn't match the expected checksum", DIFFERS],
  ['Yarn 2+', '➤ YN0082: │ @acme/ui@npm:^9: No candidates found', NO_SUCH],
  ['Yarn 2+', '➤ YN0028: │ The lockfile would have been modified by this install, which is explicitly forbidden.', OWN],
  [
    'Yarn 1',
    'error https://x/y.tgz: Integrity check failed for "y" (computed integrity doesn\'t match our records, got "sha512-")',
    DIFFERS,
  ],
  ['pnpm', ' ERR_PNPM_NO_MATCHING_VERSION  No matching version found for @acme/ui@^9', NO_SUCH],
  ['pnpm', ' ERR_PNPM_TARBALL_INTEGRITY  Got unexpected checksum for "https://x"', DIFFERS],
  ['pnpm', ' ERR_PNPM_OUTDATED_LOCKFILE  Cannot install with "frozen-lockfile"', OWN],
  ['pnpm', ' ERR_PNPM_PEER_DEP_ISSUES  Unmet peer dependencies', OWN],
  ['uv', '  × Failed to download `x==1.0`\n  ╰─▶ Hash mismatch for `x==1.0`', DIFFERS],
  ['NuGet', 'error NU1403: Package content hash validation failed for X.1.0.0.', DIFFERS],
  ['Go', 'verifying example.com/x@v1.0.0: checksum mismatch\n\nSECURITY ERROR', DIFFERS],
  ['Gradle', "Dependency verification failed for configuration ':compileClasspath'", DIFFERS],
];

test.each(certain)('%s: %s', (client, text, meaning) => {
  const [first] = diagnoseText(`before\n${text}\nbehind`);
  expect(first).toMatchObject({ certainty: 'certain', meaning: expect.stringMatching(meaning) });
  expect(first?.clients).toContain(client);
});

test.each([
  ['Cargo', 'error: could not find `acme-core` in registry `codeartifact` with version `^9`', NO_SUCH],
  ['Yarn 2+', '➤ YN0035: │ @acme/ui@npm:1.0.0: The remote server failed to provide the requested resource', NO_SUCH],
])('%s says several things in these words: %s', (client, text, meaning) => {
  const [first] = diagnoseText(text);
  expect(first).toMatchObject({ certainty: 'likely', clients: [client], meaning: expect.stringMatching(meaning) });
});

test.each([
  ['pnpm', ' ERR_PNPM_SOMETHING_NEW  nobody knows this one', 'a code of pnpm'],
  ['npm', 'npm error code ESOMETHINGNEW\nnpm error odd', 'a code of npm'],
  ['Yarn 2+', '➤ YN0099: │ something failed', 'a code of Yarn'],
  [null, 'the digest of layer 3 does not match', 'a checksum that does not match'],
  [null, "tool: error: invalid choice: 'x' (choose from 'a', 'b')", '“invalid choice”'],
])('what is known in part says what of it: %s, %s', (client, text, shown) => {
  expect(diagnoseText(text)[0]).toMatchObject({
    certainty: 'likely',
    recognised: [shown],
    clients: client === null ? [] : [client],
  });
});
