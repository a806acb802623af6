import { createHash } from 'node:crypto';
import { regionName } from '../../contract/names.ts';
import { DEFAULT_CHAIN } from '../../contract/plain-names.ts';
import { failed, ok, problemOf } from '../../contract/problem.ts';
import type { Result } from '../../contract/problem.ts';
import type { RoleParams } from '../../contract/setup.ts';
import type { AwsAccess } from '../../ports/aws-access.ts';
import { editText } from '../editors/edit-text.ts';
import type { EntryChange } from '../editors/edit-text.ts';
import { profileSection } from '../editors/python-ini/aws-sections.ts';
import { awsConfigEditor } from '../editors/python-ini/python-ini.ts';
import { lineShower } from '../editors/shown-lines.ts';
import { readTextFile } from '../files/text-file.ts';
import type { TextFile } from '../files/text-file.ts';
import { shownDiff } from '../plan/render.ts';
import { MASK } from '../secrets/mask.ts';

/** The AWS config file with a profile that takes a role: as it is and as it would be. */
export type RoleProfile = {
  readonly id: string;
  readonly file: TextFile;
  readonly text: string;
  /** Without any secret. */
  readonly diff: string;
};

/**
 * Plans the profile: a section that exists gets it, in whichever spelling, and loses what would lead elsewhere; all other bytes stay.
 * Problems: `invalidInput`, `profileNotFound`, those of a file that can't be read or edited.
 */
export async function planRoleProfile(
  aws: AwsAccess,
  params: RoleParams,
  shownPath: string,
): Promise<Result<RoleProfile>> {
  const profiles = await aws.profiles();
  if (!profiles.ok) return profiles;
  const refused = await refusalOf(aws, params);
  if (refused !== null) return failed(refused);
  const file = await readTextFile(aws.configFile());
  if (!file.ok) return file;
  const text = editText(awsConfigEditor, file.value.text, changesFor(file.value.text, params));
  if (!text.ok) return text;
  const from = file.value.exists ? shownPath : '/dev/null';
  const plain = new Set([...profiles.value.map(({ name }) => name), ...Object.values(settingsOf(params))]);
  const diff =
    text.value === file.value.text
      ? ''
      : shownDiff({ from, to: shownPath, before: file.value.text, after: text.value }, (one) => shower(one, plain));
  const id = createHash('sha256').update(file.value.version).update('\0').update(text.value).digest('base64url');
  return ok({ id, file: file.value, text: text.value, diff });
}

/** In the order in which the AWS CLI's documents have them. */
function settingsOf({ roleArn, sourceProfile, externalId, mfaSerial, region }: RoleParams): Record<string, string> {
  return {
    role_arn: roleArn,
    source_profile: sourceProfile,
    ...(externalId === undefined ? {} : { external_id: externalId }),
    ...(mfaSerial === undefined ? {} : { mfa_serial: mfaSerial }),
    region,
  };
}

/** Of the profile's own role, what the new one does not have. */
const OPTIONAL = ['external_id', 'mfa_serial', 'credential_source'];

function changesFor(text: string, params: RoleParams): readonly EntryChange[] {
  const section = profileSection(params.profile);
  const settings = settingsOf(params);
  const document = awsConfigEditor.read(text);
  const gone = OPTIONAL.filter(
    (name) => !(name in settings) && document.ok && document.value.find([section, name]).length > 0,
  );
  return [
    ...Object.entries(settings).map(([name, value]) => ({ kind: 'set', entry: [section, name], value }) as const),
    ...gone.map((name) => ({ kind: 'restore', entry: [section, name], before: { kind: 'absent', depth: 2 } }) as const),
  ];
}

/** A profile must not take a role by way of itself, nor change from another way to credentials into a role. */
async function refusalOf(aws: AwsAccess, params: RoleParams) {
  const { profile, sourceProfile } = params;
  if ([profile, sourceProfile].includes(DEFAULT_CHAIN)) {
    return problemOf('invalidInput', 'The default credential chain is no profile that a file could name.', {
      advice: 'Choose a profile of the AWS configuration files.',
    });
  }
  const visited = new Set([profile]);
  for (let name: string | null = sourceProfile; name !== null;) {
    if (visited.has(name)) {
      return problemOf('invalidInput', `The profile ${profile} would take the role with its own credentials.`, {
        advice: 'Choose another source profile, or another name for the new one.',
      });
    }
    visited.add(name);
    const source = await aws.profile(name);
    if (!source.ok) return source.error;
    name = source.value.sourceProfile;
  }
  const known = await aws.profile(profile);
  const { kind, stored } = known.ok ? known.value : { kind: 'none', stored: [] };
  const decided = stored.filter((name) => name in settingsOf(params) || OPTIONAL.includes(name));
  if (decided.length > 0) {
    const message = `The credentials file has ${decided.join(', ')} of profile ${profile}, which goes before this file.`;
    return problemOf('invalidInput', message, { advice: 'Choose another name for the profile.' });
  }
  if (kind === 'role' || kind === 'none') return null;
  return problemOf('invalidInput', `The profile ${profile} has credentials of another kind already.`, {
    advice: 'Choose another name for the profile.',
  });
}

/** Besides what is ours and the names of profiles, what AWS itself has names for. */
function shower(text: string, plain: ReadonlySet<string>): (index: number) => string {
  const document = awsConfigEditor.read(text);
  if (!document.ok) return () => MASK;
  return lineShower(document.value, {
    ours: plain,
    isVariable: (value) =>
      regionName.safeParse(value).success ||
      /^arn:aws[a-z-]*:iam::\d{12}:(?:role|mfa)\/[\w+=,.@/-]{1,64}$/.test(value) ||
      /^(?:json|text|table|yaml|yaml-stream|regional|legacy|standard|adaptive|sso:account:access)$/.test(value),
  });
}
