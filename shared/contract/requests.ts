import { z } from 'zod';
import {
  accountId,
  clientName,
  domainName,
  endpointType,
  profileName,
  regionName,
  repositoryName,
  tokenDuration,
} from './names.ts';
import { diagnosis, explanation } from './doctor.ts';
import { problem } from './problem.ts';
import type { RequestName } from './request-names.ts';
import { bindingOptions, snapshot, themes, trayClicks } from './snapshot.ts';

/** Pages of the window, by their hash route without `#/`. */
export const pages = ['tokens', 'projects', 'preview', 'activity', 'doctor', 'settings'] as const;
export type Page = (typeof pages)[number];

const nothing = z.strictObject({});
const id = z.string().min(1);

export const profileSummary = z.object({
  name: z.string(),
  /** How it gets credentials: sso, role, keys, process, login, webIdentity, chain or none. */
  kind: z.enum(['sso', 'role', 'keys', 'process', 'login', 'webIdentity', 'chain', 'none']),
  region: z.string().nullable(),
  /** The account as far as the config files tell. */
  account: z.string().nullable(),
});
export type ProfileSummary = z.infer<typeof profileSummary>;

export const domainSummary = z.object({ name: z.string(), owner: z.string() });
export type DomainSummary = z.infer<typeof domainSummary>;

export const repositorySummary = z.object({ name: z.string(), description: z.string().nullable() });
export type RepositorySummary = z.infer<typeof repositorySummary>;

/** What it takes to add a binding; `login` and `add` of the CLI build the same. */
export const newBinding = z.strictObject({
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
});
export type NewBinding = z.input<typeof newBinding>;

const profileAndRegion = { profile: profileName, region: regionName.optional() };

/** Files written by an apply, and what had to wait with the reason. */
export const applyReport = z.object({
  written: z.array(z.string()),
  skipped: z.array(z.object({ path: z.string(), problem })),
});
export type ApplyReport = z.infer<typeof applyReport>;

type RequestTable = Readonly<Record<RequestName, { readonly params: z.ZodType; readonly result: z.ZodType }>>;

/** The whole contract between a screen and the engine: one row a request. */
export const requests = {
  'state.get': { params: nothing, result: snapshot },
  'token.refresh': { params: z.strictObject({ tokenId: id }), result: nothing },
  'token.refreshAll': { params: nothing, result: nothing },
  'project.add': { params: z.strictObject({ path: z.string().min(1) }), result: z.object({ projectId: id }) },
  'project.remove': { params: z.strictObject({ projectId: id }), result: nothing },
  'binding.add': { params: newBinding, result: z.object({ bindingId: id }) },
  'binding.remove': { params: z.strictObject({ bindingId: id }), result: nothing },
  'binding.setEnabled': { params: z.strictObject({ bindingId: id, enabled: z.boolean() }), result: nothing },
  'plan.apply': { params: z.strictObject({ planId: id.optional() }), result: applyReport },
  'plan.discard': { params: nothing, result: nothing },
  'plan.undo': { params: nothing, result: applyReport },
  'profiles.list': { params: nothing, result: z.array(profileSummary) },
  'domains.list': { params: z.strictObject(profileAndRegion), result: z.array(domainSummary) },
  'repositories.list': {
    params: z.strictObject({ ...profileAndRegion, domain: domainName, domainOwner: accountId.optional() }),
    result: z.array(repositorySummary),
  },
  /** What every client will really use, and what is wrong with that. */
  'doctor.explain': { params: nothing, result: z.array(explanation) },
  /** What a pasted error message means; empty when it is not known. */
  'doctor.diagnose': { params: z.strictObject({ text: z.string().max(100_000) }), result: z.array(diagnosis) },
  'agent.setPaused': { params: z.strictObject({ paused: z.boolean() }), result: nothing },
  'settings.setTrayClick': { params: z.strictObject({ trayClick: z.enum(trayClicks) }), result: nothing },
  'settings.setTheme': { params: z.strictObject({ theme: z.enum(themes) }), result: nothing },
  /** Shows the host's folder dialog; null when the person cancelled. */
  'folder.pick': { params: nothing, result: z.object({ path: z.string().nullable() }) },
  /** Shows the window at a page, or where it was left. */
  'window.open': { params: z.strictObject({ page: z.enum(pages).optional() }), result: nothing },
  'app.quit': { params: nothing, result: nothing },
} as const satisfies RequestTable;

/** What a caller may pass: defaults may be left out. */
export type Params<Name extends RequestName> = z.input<(typeof requests)[Name]['params']>;
/** What a handler receives: defaults are filled in. */
export type Parsed<Name extends RequestName> = z.output<(typeof requests)[Name]['params']>;
export type Value<Name extends RequestName> = z.output<(typeof requests)[Name]['result']>;
