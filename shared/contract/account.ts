import { z } from 'zod';
import { accountId, domainName, profileName, regionName } from './names.ts';
import { problem } from './problem-form.ts';

/** A profile, and the domain that it is to be used for as far as that is known yet. */
export const accountParams = z
  .strictObject({
    profile: profileName,
    region: regionName.optional(),
    domain: domainName.optional(),
    /** The profile's own account when left out. */
    domainOwner: accountId.optional(),
  })
  .readonly();

/** Who named the owner of a domain: whoever asked, or who named the profile's account, which then owns it. */
export const ownerSayer = z.enum(['request', 'config', 'STS', 'CodeArtifact']);
export type OwnerSayer = z.infer<typeof ownerSayer>;

/** Whose a profile is, and whose the domain that it is used for. Accounts have 12 digits. */
export const accountView = z
  .object({
    profile: z.string(),
    /** Null where the AWS files don't tell it and AWS was not asked or did not say. */
    account: z.string().nullable(),
    /** The AWS files, STS (GetCallerIdentity), or CodeArtifact, which takes the caller's own account where none is named. */
    saidBy: z.enum(['config', 'STS', 'CodeArtifact']).nullable(),
    domainOwner: z.string().nullable(),
    ownerSaidBy: ownerSayer.nullable(),
    /** True where the profile was used for no domain of this name and owner so far: only then AWS is asked, and warned. */
    isNew: z.boolean(),
    /** `accountDiffers` where the domain is of another account than the profile. */
    warning: problem.nullable(),
  })
  .readonly();
export type AccountView = z.infer<typeof accountView>;
