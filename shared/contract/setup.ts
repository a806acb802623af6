import { z } from 'zod';
import { ownerSayer } from './account.ts';
import { accountId, domainName, profileName, regionName, repositoryName } from './names.ts';
import { problem } from './problem-form.ts';

/** What a policy is about. Region and owner may be left to a profile, where one is named. */
export const policyParams = z
  .strictObject({
    profile: profileName.optional(),
    region: regionName.optional(),
    domain: domainName,
    domainOwner: accountId.optional(),
    /** Those that may be read; every one of the domain when left out. */
    repositories: z.array(repositoryName).min(1).max(50).readonly().optional(),
    /** True where packages are to be published too. */
    publish: z.boolean().default(false),
  })
  .readonly();

/** The same permissions twice: an IAM identity policy as JSON, and a CloudFormation template, as YAML, of a role that has them. */
export const policyTexts = z
  .object({
    policy: z.string(),
    template: z.string(),
    /** The account that they take for the domain's owner, and who named it, as in `accountView`. */
    domainOwner: z.string(),
    ownerSaidBy: ownerSayer,
  })
  .readonly();

/** What to try: a profile alone, or also the way to a domain and to one of its repositories. */
export const connectionParams = z
  .strictObject({
    profile: profileName,
    region: regionName.optional(),
    domain: domainName.optional(),
    /** The caller's own account when left out. */
    domainOwner: accountId.optional(),
    /** Needs a domain. */
    repository: repositoryName.optional(),
  })
  .readonly();

export const connectionSteps = ['profile', 'identity', 'role', 'token', 'endpoint', 'read'] as const;

const connectionStep = z
  .object({
    name: z.enum(connectionSteps),
    state: z.enum(['passed', 'failed', 'skipped']),
    /** One sentence: what was found, what failed, or why it was not tried. */
    text: z.string(),
    /** Null unless it failed. */
    problem: problem.nullable(),
  })
  .readonly();
export type ConnectionStep = z.infer<typeof connectionStep>;

/** Each step in order, those after the one that failed as skipped; and who AWS says one is, null where it was not learnt. */
export const connectionReport = z
  .object({
    steps: z.array(connectionStep).readonly(),
    account: z.string().nullable(),
    arn: z.string().nullable(),
  })
  .readonly();
export type ConnectionReport = z.infer<typeof connectionReport>;

/** A name that the AWS CLI and the SDKs both read back from their files. */
const newProfileName = z
  .string()
  .max(128)
  .regex(
    /^(?![\s]|sso-session |services )[^\p{Cc}\p{Zl}\p{Zp}"'`\\[\]#;]+(?<!\s)$/u,
    'a profile\'s name has no quotes, brackets, "\\", "#", ";" or line ends, and no blanks around it',
  );

/** A profile that takes a role, to be written into the AWS config file, and the domain that the role is for. */
const roleFields = {
  profile: newProfileName,
  /** Whose credentials take the role. */
  sourceProfile: profileName,
  roleArn: z
    .string()
    .max(2048)
    .regex(/^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/, 'a role looks like arn:aws:iam::111122223333:role/NAME'),
  /** What the role's trust policy wants to be told ("ExternalId" of AssumeRole in the STS API reference). */
  externalId: z
    .string()
    .regex(/^[\w+=,.@:/-]{2,1224}$/, 'an External ID has 2 to 1224 of letters, digits and _+=,.@:/-')
    .optional(),
  mfaSerial: z
    .string()
    .regex(
      /^[\w+=/:,.@-]{9,256}$/,
      'an MFA device is a serial number, or an ARN such as arn:aws:iam::111122223333:mfa/NAME',
    )
    .optional(),
  region: regionName,
  domain: domainName,
  /** The role's account when left out. */
  domainOwner: accountId.optional(),
  repository: repositoryName.optional(),
} as const;
export const roleParams = z.strictObject(roleFields).readonly();
/** `id`: what `role.preview` showed. */
export const roleWriteParams = z.strictObject({ ...roleFields, id: z.string().min(1) }).readonly();
export type RoleParams = z.output<typeof roleParams>;

/** What `role.write` with the same would write: as a unified diff, empty where the file says it all already. */
export const rolePreview = z
  .object({
    /** Another one as soon as the file or what is to be written is another. */
    id: z.string(),
    path: z.string(),
    displayPath: z.string(),
    diff: z.string(),
    /** What whoever owns the account has to set up, as `policy.get` has it. */
    policy: z.string(),
    template: z.string(),
  })
  .readonly();

export const roleWritten = z.object({ written: z.string() }).readonly();
