import { z } from 'zod';
import {
  accountId,
  clientName,
  domainName,
  endpointType,
  profileKind,
  profileName,
  regionName,
  repositoryName,
  tokenDuration,
} from './names.ts';
import { accountParams, accountView } from './account.ts';
import { awsExplanation, bindingFinding, diagnosis, explanation } from './doctor.ts';
import { bindingList, bindingProblem, pendingPlan } from './parts.ts';
import { problem } from './problem-form.ts';
import type { RequestName } from './request-names.ts';
import { signedOut, signInCancel, signInCode, signInEnd, signInStart, signInStarted } from './sign-in.ts';
import {
  adoptParams,
  adoptReport,
  clearParams,
  clearReport,
  keepReport,
  pastedBinding,
  scanParams,
  scanReport,
} from './scan.ts';
import {
  connectionParams,
  connectionReport,
  policyParams,
  policyTexts,
  roleParams,
  rolePreview,
  roleWriteParams,
  roleWritten,
} from './setup.ts';
import { bindingOptions, planChange, quietHours, snapshot, snoozes, themes, trayClicks } from './snapshot.ts';

/** Pages of the window, by their hash route without `#/`. */
export const pages = ['tokens', 'projects', 'preview', 'activity', 'doctor', 'settings'] as const;
export type Page = (typeof pages)[number];

const nothing = z.strictObject({}).readonly();
const id = z.string().min(1);

export const profileSummary = z
  .object({
    name: z.string(),
    kind: profileKind,
    region: z.string().nullable(),
    /** The account as far as the config files tell. */
    account: z.string().nullable(),
  })
  .readonly();
export type ProfileSummary = z.infer<typeof profileSummary>;

export const domainSummary = z.object({ name: z.string(), owner: z.string() }).readonly();
export type DomainSummary = z.infer<typeof domainSummary>;

export const repositorySummary = z.object({ name: z.string(), description: z.string().nullable() }).readonly();
export type RepositorySummary = z.infer<typeof repositorySummary>;

/** What it takes to add a binding; `login` and `add` of the CLI build the same. */
export const newBinding = z
  .strictObject({
    /** An absolute folder, or `user` for the user level. */
    project: z.string().min(1),
    client: clientName,
    profile: profileName,
    /** The profile's own region when left out. */
    region: regionName.optional(),
    domain: domainName,
    /** The profile's own account when left out. */
    domainOwner: accountId.optional(),
    repository: repositoryName,
    options: bindingOptions.default({}),
    endpointType: endpointType.optional(),
    durationSeconds: tokenDuration.optional(),
    enabled: z.boolean().default(false),
    /** True for one that is given out by `exec` and `env` alone: no file is written for it. */
    execOnly: z.boolean().default(false),
  })
  .readonly();
export type NewBinding = z.input<typeof newBinding>;

/** By name. `more`: the list was left at 10,000 entries, or looked through for too long; a search finds the others. */
function listed<Entry extends z.ZodType>(entry: Entry) {
  return z.object({ items: z.array(entry).readonly(), more: z.boolean() }).readonly();
}

/** A part of the name, in any case; all when left out. */
const search = z.string().max(100).optional();
const profileAndRegion = { profile: profileName, region: regionName.optional() };

/** Files written by an apply, what had to wait with the reason, and what the doctor says of the bindings that were written for. */
export const applyReport = z
  .object({
    written: z.array(z.string()).readonly(),
    skipped: z.array(z.object({ path: z.string(), problem }).readonly()).readonly(),
    /** What did not come back as it was, with the reason. */
    warnings: z.array(z.object({ path: z.string(), problem }).readonly()).readonly(),
    findings: z.array(bindingFinding).readonly(),
  })
  .readonly();
export type ApplyReport = z.infer<typeof applyReport>;

export const undoPreview = z
  .object({
    changes: z.array(planChange).readonly(),
    /** Files that lines come back to which had been taken out for no binding. */
    putBack: z.array(z.object({ path: z.string(), displayPath: z.string() }).readonly()).readonly(),
  })
  .readonly();

type RequestTable = Readonly<Record<RequestName, { readonly params: z.ZodType; readonly result: z.ZodType }>>;

/** The whole contract between a screen and the engine: one row a request. */
export const requests = {
  'state.get': { params: nothing, result: snapshot },
  /** Of the snapshot the plan alone, for who shows nothing else. */
  'plan.get': { params: nothing, result: pendingPlan },
  /** Of the snapshot these bindings, all when none is named. */
  'binding.list': {
    params: z.strictObject({ bindingIds: z.array(id).readonly().optional() }).readonly(),
    result: bindingList,
  },
  'binding.problems': { params: nothing, result: z.array(bindingProblem).readonly() },
  'token.refresh': { params: z.strictObject({ tokenId: id }).readonly(), result: nothing },
  'token.refreshAll': { params: nothing, result: nothing },
  'project.add': {
    params: z.strictObject({ path: z.string().min(1) }).readonly(),
    result: z.object({ projectId: id }).readonly(),
  },
  'project.remove': { params: z.strictObject({ projectId: id }).readonly(), result: nothing },
  'binding.add': { params: newBinding, result: z.object({ bindingId: id, account: accountView }).readonly() },
  /** The answer names the files that were brought back. */
  'binding.remove': { params: z.strictObject({ bindingId: id }).readonly(), result: applyReport },
  'binding.setEnabled': { params: z.strictObject({ bindingId: id, enabled: z.boolean() }).readonly(), result: nothing },
  'plan.apply': { params: z.strictObject({ planId: id.optional() }).readonly(), result: applyReport },
  'plan.discard': { params: nothing, result: nothing },
  'plan.undo': { params: nothing, result: applyReport },
  /** What taking back one write of the activity would write. Writes nothing. */
  'activity.previewUndo': { params: z.strictObject({ id }).readonly(), result: undoPreview },
  /** Switches back what that write switched, and writes it. Problem: `nothingToUndo` when something of it is no longer so. */
  'activity.undo': { params: z.strictObject({ id }).readonly(), result: applyReport },
  'profiles.list': { params: nothing, result: z.array(profileSummary).readonly() },
  /** Who a profile is to AWS: one request. */
  'profiles.identity': {
    params: z.strictObject(profileAndRegion).readonly(),
    result: z.object({ account: z.string(), arn: z.string() }).readonly(),
  },
  /** Whose account it is, for a domain as far as that is named: asks AWS only where the AWS files don't tell. */
  'profiles.account': { params: accountParams, result: accountView },
  'domains.list': {
    params: z.strictObject({ ...profileAndRegion, search }).readonly(),
    result: listed(domainSummary),
  },
  'repositories.list': {
    params: z
      .strictObject({ ...profileAndRegion, domain: domainName, domainOwner: accountId.optional(), search })
      .readonly(),
    result: listed(repositorySummary),
  },
  /** What every client will really use, and what is wrong with that. */
  'doctor.explain': { params: nothing, result: z.array(explanation).readonly() },
  /** How the tokens that are kept are got, by profile and region. Asks AWS nothing. */
  'doctor.aws': { params: nothing, result: z.array(awsExplanation).readonly() },
  /** What a pasted error message means; empty when it is not known. */
  'doctor.diagnose': {
    params: z.strictObject({ text: z.string().max(100_000) }).readonly(),
    result: z.array(diagnosis).readonly(),
  },
  /** What of CodeArtifact stands in the files and variables of clients already. */
  'scan.find': { params: scanParams, result: scanReport },
  /** Makes switched-on bindings of what was found; the plan then has what an apply would write. */
  'scan.adopt': { params: adoptParams, result: adoptReport },
  /** What could be bindings of a pasted text: a login command, an address, lines of a file. Keeps nothing of it. */
  'scan.paste': {
    params: z.strictObject({ text: z.string().max(100_000) }).readonly(),
    result: z.array(pastedBinding).readonly(),
  },
  /** Notes lines of others to be taken out; the plan then has it, and an apply does it. */
  'scan.clear': { params: clearParams, result: clearReport },
  /** Takes back what was noted to be taken out and is there still; all of it when nothing is named. */
  'scan.keep': { params: clearParams, result: keepReport },
  /** Walks the way from the profile to a read of the repository, as far as it is named; nothing of the token stays. */
  'connection.test': { params: connectionParams, result: connectionReport },
  /** The least that AWS has to allow for a domain. Asks AWS nothing where region and owner are given. */
  'policy.get': { params: policyParams, result: policyTexts },
  /** A profile that takes a role: what would be written into the AWS config file, and what the role has to allow. Writes nothing. */
  'role.preview': { params: roleParams, result: rolePreview },
  /** Writes it, if it is still what was shown (`planChanged` otherwise). */
  'role.write': { params: roleWriteParams, result: roleWritten },
  /** Begins the session of a profile and answers once there is something to open. Joins one that is going on already. */
  'signIn.start': { params: signInStart, result: signInStarted },
  'signIn.cancel': { params: signInCancel, result: nothing },
  /** Takes the code of an MFA device and answers when AWS has taken it. */
  'signIn.enterCode': { params: signInCode, result: nothing },
  /** Ends the session of a profile, here and at AWS. */
  'signIn.end': { params: signInEnd, result: signedOut },
  'agent.setPaused': { params: z.strictObject({ paused: z.boolean() }).readonly(), result: nothing },
  'settings.setTrayClick': { params: z.strictObject({ trayClick: z.enum(trayClicks) }).readonly(), result: nothing },
  /** No notification each day between two times; null for none. */
  'settings.setQuietHours': {
    params: z.strictObject({ quietHours: quietHours.nullable() }).readonly(),
    result: nothing,
  },
  /** No notification for a while; null ends it. */
  'notifications.snooze': { params: z.strictObject({ until: z.enum(snoozes).nullable() }).readonly(), result: nothing },
  'settings.setTheme': { params: z.strictObject({ theme: z.enum(themes) }).readonly(), result: nothing },
  /** Shows the host's folder dialog; null when the person cancelled. */
  'folder.pick': { params: nothing, result: z.object({ path: z.string().nullable() }).readonly() },
  /** Shows the window at a page, or where it was left. */
  'window.open': { params: z.strictObject({ page: z.enum(pages).optional() }).readonly(), result: nothing },
  'app.quit': { params: nothing, result: nothing },
} as const satisfies RequestTable;

/** What a caller may pass: defaults may be left out. */
export type Params<Name extends RequestName> = z.input<(typeof requests)[Name]['params']>;
/** What a handler receives: defaults are filled in. */
export type Parsed<Name extends RequestName> = z.output<(typeof requests)[Name]['params']>;
export type Value<Name extends RequestName> = z.output<(typeof requests)[Name]['result']>;
