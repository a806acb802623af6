import { z } from 'zod';
import { finding } from './doctor.ts';
import { clientName } from './names.ts';
import { problem, problemFields } from './problem-form.ts';
import { signInView } from './sign-in.ts';

/** ISO 8601 UTC, e.g. 2026-11-20T21:14:00.000Z. */
const instant = z.iso.datetime();

export const tokenStates = ['fresh', 'expiring', 'expired', 'refreshing', 'signInNeeded', 'failed', 'none'] as const;
export type TokenState = (typeof tokenStates)[number];

/** What a person may know of a token: everything but the token. */
export const tokenView = z
  .object({
    id: z.string(),
    profile: z.string(),
    region: z.string(),
    domain: z.string(),
    domainOwner: z.string(),
    state: z.enum(tokenStates),
    issuedAt: instant.nullable(),
    expiresAt: instant.nullable(),
    /** When it will be refreshed without being asked; null when nothing is planned. */
    refreshAt: instant.nullable(),
    error: problem.nullable(),
  })
  .readonly();
export type TokenView = z.infer<typeof tokenView>;

export const projectView = z
  .object({
    /** `user` for the home folder, else a short id. */
    id: z.string(),
    name: z.string(),
    path: z.string(),
    /** The path as people write it, `~` for the home folder. */
    displayPath: z.string(),
    exists: z.boolean(),
  })
  .readonly();
export type ProjectView = z.infer<typeof projectView>;

/** How a binding stands, and each of its files. */
export const bindingStates = ['inSync', 'pending', 'refused', 'off'] as const;
export type BindingState = (typeof bindingStates)[number];

/** One thing that can be chosen per binding, such as the npm scope. */
export const clientOption = z
  .object({
    /** Key in a binding's options. */
    name: z.string(),
    /** Option of the command line, without the dashes. */
    flag: z.string(),
    label: z.string(),
    /** What it is for and what holds when it is left out. */
    hint: z.string(),
    /** A valid value, to show. */
    example: z.string(),
    /** The only values there are; null for any text that matches `pattern`. */
    choices: z
      .array(z.object({ value: z.string(), label: z.string() }).readonly())
      .readonly()
      .nullable(),
    /** What every value begins with; put in front where it is missing. */
    prefix: z.string().optional(),
    /** Source of a regular expression for the whole value. */
    pattern: z.string(),
  })
  .readonly();
export type ClientOption = z.infer<typeof clientOption>;

/** A package manager or build tool that can be bound to a repository. */
export const clientView = z
  .object({
    name: clientName,
    /** As its makers write it: `Yarn 2+`. */
    title: z.string(),
    options: z.array(clientOption).readonly(),
  })
  .readonly();
export type ClientView = z.infer<typeof clientView>;

/** Client options of a binding by their names; what is left out has the client's default. */
export const bindingOptions = z.record(z.string(), z.string()).readonly();
export type BindingOptions = z.infer<typeof bindingOptions>;

/** Text for a file that the app leaves to the person, such as a build script. Holds no secret. */
export const snippet = z.object({ title: z.string(), text: z.string() }).readonly();
export type Snippet = z.infer<typeof snippet>;

export const bindingView = z
  .object({
    id: z.string(),
    projectId: z.string(),
    client: clientName,
    tokenId: z.string(),
    domain: z.string(),
    repository: z.string(),
    endpoint: z.string(),
    options: bindingOptions,
    /** What it takes over within its client: `default registry`, `@team`. */
    scopeText: z.string(),
    enabled: z.boolean(),
    /** True when no file is written for it: its client gets registry and token by the variables of `exec` and `env`. */
    execOnly: z.boolean(),
    state: z.enum(bindingStates),
    /** Why the state is `refused`, or what a person should know; null otherwise. */
    problem: problem.nullable(),
    targets: z
      .array(z.object({ path: z.string(), displayPath: z.string(), state: z.enum(bindingStates) }).readonly())
      .readonly(),
    snippets: z.array(snippet).readonly(),
    /**
     * What the doctor finds in the client's way once the pending changes are written, or as things are without any. `wrong` means that
     * the client will not be signed in to this repository. Empty for a binding that is off.
     */
    findings: z.array(finding).readonly(),
  })
  .readonly();
export type BindingView = z.infer<typeof bindingView>;

/** One file that an apply would write, as a masked unified diff. */
export const planChange = z
  .object({
    path: z.string(),
    /** Where the bytes are once links are followed; most often the same. */
    realPath: z.string(),
    displayPath: z.string(),
    client: clientName,
    bindings: z.array(z.string()).readonly(),
    /** The project whose file this is, `user` outside of all folders; null when several projects cause the change. */
    projectId: z.string().nullable(),
    exists: z.boolean(),
    gitTracked: z.boolean(),
    diff: z.string(),
    /** Permission bits, where those of a file that exists become others. */
    mode: z.object({ from: z.int(), to: z.int() }).readonly().nullable(),
    /** What happens, in a few words: "registry, _authToken" or "turned off, restored". */
    summary: z.string(),
  })
  .readonly();
export type PlanChange = z.infer<typeof planChange>;

/** A problem that an apply would meet, or that it leaves behind, with the file and the bindings that it is about. */
export const planWarning = z
  .object({ ...problemFields, path: z.string().nullable(), bindings: z.array(z.string()).readonly() })
  .readonly();
export type PlanWarning = z.infer<typeof planWarning>;

export const planView = z
  .object({
    /** Changes with the files and the switches: apply with an old id is refused. */
    id: z.string(),
    changes: z.array(planChange).readonly(),
    warnings: z.array(planWarning).readonly(),
    /** Targets that already hold what they should. */
    untouched: z
      .array(z.object({ path: z.string(), displayPath: z.string(), client: clientName }).readonly())
      .readonly(),
    /** Files of which lines that belong to no binding are noted to be taken out, and how many entries of each. */
    clearing: z.array(z.object({ path: z.string(), displayPath: z.string(), entries: z.int() }).readonly()).readonly(),
  })
  .readonly();
export type PlanView = z.infer<typeof planView>;

export const activityKinds = [
  'refreshed',
  'applied',
  'undone',
  'healed',
  'switched',
  'added',
  'removed',
  'problem',
  'signedIn',
  'signedOut',
  'started',
] as const;

/** Who did something: the app by itself, a command in a terminal, or a person at a screen. */
export const actors = ['agent', 'cli', 'page'] as const;
export type Actor = (typeof actors)[number];

export const activityEvent = z
  .object({
    id: z.string(),
    at: instant,
    kind: z.enum(activityKinds),
    by: z.enum(actors),
    message: z.string(),
    /** Files that were written, the first 20. */
    paths: z.array(z.object({ path: z.string(), displayPath: z.string() }).readonly()).readonly(),
    /** What was switched with it, the first 20; in `activity.undo`, all. */
    bindings: z.array(z.string()).readonly(),
    /** There as long as everything that it switched is still so, and can be switched back. */
    undo: z.object({ id: z.string() }).readonly().nullable(),
  })
  .readonly();
export type ActivityEvent = z.infer<typeof activityEvent>;

export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

/** What a click on the tray icon does. */
export const trayClicks = ['popover', 'refresh'] as const;
export type TrayClick = (typeof trayClicks)[number];

/** A time of day by this machine's clock: `22:00`. */
const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day such as 22:00');

/** From one time of day to the other, over midnight where the end comes first; never where both are the same. */
export const quietHours = z.strictObject({ from: timeOfDay, to: timeOfDay }).readonly();
export type QuietHours = z.infer<typeof quietHours>;

/** When the tray shows no notification; what is still true then is told afterwards. */
export const notificationSettings = z
  .object({ quietHours: quietHours.nullable(), snoozedUntil: instant.nullable() })
  .readonly();
export type NotificationSettings = z.infer<typeof notificationSettings>;

/** For how long notifications may be snoozed; `tomorrow` is eight in the morning. */
export const snoozes = ['hour', 'tomorrow'] as const;
export type Snooze = (typeof snoozes)[number];

export const hostKinds = ['tray', 'headless', 'cli'] as const;

/** What the engine runs in. */
export const hostView = z
  .object({
    kind: z.enum(hostKinds),
    version: z.string(),
    /** True when everything shown belongs to the embedded emulator. */
    demo: z.boolean(),
    /** What this host can do; a page hides the rest. */
    capabilities: z
      .object({ pickFolder: z.boolean(), openWindow: z.boolean(), openBrowser: z.boolean(), quit: z.boolean() })
      .readonly(),
  })
  .readonly();
export type HostView = z.infer<typeof hostView>;

/** Everything a screen shows, without any secret. A higher revision is newer. */
export const snapshot = z
  .object({
    revision: z.int(),
    /** The host's clock when this was made, so that a page can count down by it. */
    now: instant,
    host: hostView,
    theme: z.enum(themes),
    trayClick: z.enum(trayClicks),
    notifications: notificationSettings,
    paused: z.boolean(),
    /** A problem of the app itself, such as a settings file that can't be read. */
    problem: problem.nullable(),
    /** What can be bound, in the order pickers show it. */
    clients: z.array(clientView).readonly(),
    tokens: z.array(tokenView).readonly(),
    /** Sessions that a wanted token waits for, or that somebody is beginning. */
    signIns: z.array(signInView).readonly(),
    projects: z.array(projectView).readonly(),
    bindings: z.array(bindingView).readonly(),
    plan: planView,
    canUndo: z.boolean(),
    activity: z.array(activityEvent).readonly(),
  })
  .readonly();
export type Snapshot = z.infer<typeof snapshot>;
