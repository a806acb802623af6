import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { errorTable } from '../shared/adapters/aws/errors/explain.ts';
import type { ErrorRow } from '../shared/adapters/aws/errors/row.ts';
import type { CallContext } from '../shared/adapters/aws/errors/words.ts';
import { codesByKind, kindOf, signInCodes } from '../shared/contract/problem.ts';
import type { ProblemCode } from '../shared/contract/problem.ts';
import { exitCodeOf } from '../shared/hosts/cli/exit-code.ts';
import { engineProblems } from './engine-problems.ts';

// `node build/errors-document.ts`: writes docs/errors.md anew from the error table of AWS and from engine-problems.ts.

const INTRODUCTION = `# Problems

Whatever goes wrong has a code that never changes its meaning, one sentence, one action and, where there is one, a command that carries the
action out. The tray, the page and the CLI show the same. \`--json\` gives \`{"code","message","advice","command","retryable"}\`.

No problem ever holds a token, a key, a password, a \`credential_process\` command line or what that command printed. The text of
an error that the AWS SDK or AWS itself gave is only matched against, never shown.

This page is made from the tables that the app goes by: \`node build/errors-document.ts\`.

## How it goes on from there

| retry | what happens |
| --- | --- |
| by itself | \`retryable\` is true: it is tried again with growing pauses of 5 minutes at most, no sooner than the service asks for, and at once when the network is back or the machine wakes up |
| after a change | it is tried again when the AWS configuration or sign-in files change, or when you ask for it; besides, it is looked once an hour |
| no | it is tried when you ask for it, and once an hour |

While a token lives, no pause is longer than a quarter of what is left to it, whatever the refusal, so that one that passes does not cost it. Only
a sign-in that is missing is not asked for more often.

Keys that AWS refuses as expired, unknown or wrongly signed are read from the files anew and tried once more before it is a problem.

Whatever hangs, a call to AWS has its answer within 10 seconds: 3 seconds for a connection, 8 for a \`credential_process\`, which is then ended
with all that it started, and 9 for the whole call with its retries and credentials.

## Exit codes of the CLI

0 done · 1 unexpected · 2 usage · 3 sign-in or credentials · 4 access denied · 5 not found · 6 network or throttling, try again ·
7 refused or conflict, nothing written.

7 means that nothing was written. Where some files were written and others refused, it is 1, and the written ones are named.
`;

const HEAD = `| code | when | what the app says to do | retry | exit |
| --- | --- | --- | --- | --- |`;

type Section = {
  readonly title: string;
  readonly codes: readonly ProblemCode[];
  readonly before?: string;
  readonly after?: string;
};

const { notSignedIn, denied, notFound, usage, network, refused, found, unexpected } = codesByKind;
const signIn: ReadonlySet<ProblemCode> = new Set(signInCodes);

const sections: readonly Section[] = [
  {
    title: 'Signing in to AWS',
    codes: signInCodes,
    after:
      "An SSO session that can't be refreshed because the network is down is `offline`, not `signInNeeded`.\nThe keys that a role builds on are those of its source profile, which the sentence names.",
  },
  { title: 'A sign-in that came to nothing', codes: notSignedIn },
  { title: 'Permissions', codes: denied },
  {
    title: 'Names',
    codes: [...notFound, ...usage].filter((code) => !signIn.has(code)),
  },
  {
    title: 'Network',
    codes: network,
    after:
      "While AWS can't be asked, or doesn't let itself be asked, for a repository's endpoint (`offline`, `connectionLost`, `proxyUnreachable`,\n`connectTimeout`, `timeout`, `accessDenied`, `domainPolicyDenied`, `organisationDenied`), it is derived from its parts, where the owner and the region's\nkind of endpoint are known and no custom endpoint is configured.",
  },
  { title: 'Files', codes: refused },
  {
    title: 'What the doctor finds',
    codes: found,
    before: 'These say how a client will fare; no command ends with them.',
  },
  { title: 'Everything else', codes: unexpected },
];

/** What stands in the sentences for what a call was about. */
const CALL: CallContext = { profile: 'P', region: 'R', domain: 'D', operation: 'GetAuthorizationToken' };

/** docs/errors.md, whole. */
export function errorsDocument(): string {
  return [INTRODUCTION, ...sections.map(sectionText)].join('\n');
}

function sectionText({ title, codes, before, after }: Section): string {
  const parts = [`## ${title}`, before, [HEAD, ...codes.map(rowText)].join('\n'), after];
  return `${parts.filter((part) => part !== undefined).join('\n\n')}\n`;
}

function rowText(code: ProblemCode): string {
  const rows = errorTable.filter(({ problem }) => problem === code);
  const note = engineProblems[code];
  if (rows.length === 0 && note === undefined) throw new Error(`engine-problems.ts says nothing of ${code}`);
  const [when, action, retry] = note ?? [];
  const whens = [...(when === undefined ? [] : [when]), ...rows.map(({ situation }) => situation)];
  const actions = [...(action === undefined ? [] : [action]), ...rows.map(actionOf)];
  const cells = [`\`${code}\``, joined(whens), joined(actions), retry ?? retryOf(code, rows), String(exitCodeOf(code))];
  return `| ${cells.join(' | ')} |`;
}

function actionOf(row: ErrorRow): string {
  const advice = row.advice(CALL);
  return row.command === undefined ? advice : `${advice.replace(/\.$/, '')}: \`${row.command(CALL)}\``;
}

function joined(texts: readonly string[]): string {
  return [...new Set(texts)].join('; ').replaceAll('|', String.raw`\|`);
}

function retryOf(code: ProblemCode, rows: readonly ErrorRow[]): string {
  if (rows.every(({ retryable }) => retryable === true)) return 'by itself';
  return signIn.has(code) || kindOf(code) === 'network' ? 'after a change' : 'no';
}

if (process.argv[1] === import.meta.filename) {
  writeFileSync(path.resolve(import.meta.dirname, '../docs/errors.md'), errorsDocument());
}
