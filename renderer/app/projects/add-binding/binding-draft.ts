import { newBinding, type NewBinding } from '../../../../shared/contract/requests.ts';
import type { ClientView } from '../../../../shared/contract/snapshot.ts';

/** What the dialog holds while it is filled in; empty texts are not said yet. */
export type BindingDraft = {
  readonly client: string;
  readonly profile: string;
  readonly region: string;
  readonly domain: string;
  /** Empty for the profile's own account. */
  readonly domainOwner: string;
  /** True when the domain is typed although there is a list. */
  readonly typesDomain: boolean;
  /** False while the domain or its owner is being typed. */
  readonly domainSettled: boolean;
  readonly repository: string;
  readonly typesRepository: boolean;
  /** What was said for the client's options, by their names. */
  readonly options: Readonly<Record<string, string>>;
};

export const emptyDraft: BindingDraft = {
  client: '',
  profile: '',
  region: '',
  domain: '',
  domainOwner: '',
  typesDomain: false,
  domainSettled: false,
  repository: '',
  typesRepository: false,
  options: {},
};

export type DraftField = 'profile' | 'region' | 'domain' | 'domainOwner' | 'repository';
export type DraftErrors = Readonly<Partial<Record<DraftField, string>>> & {
  /** By the names of the client's options. */
  readonly options?: Readonly<Record<string, string>>;
};

/** The draft as a request's parameters, or what is wrong with each field. */
export function readDraft(
  draft: BindingDraft,
  client: ClientView,
  project: string,
): { readonly binding: NewBinding; readonly errors: null } | { readonly binding: null; readonly errors: DraftErrors } {
  const options = readOptions(draft, client);
  const binding: NewBinding = {
    project,
    client: client.name,
    profile: draft.profile,
    ...(draft.region === '' ? {} : { region: draft.region }),
    domain: draft.domain,
    ...(draft.domainOwner === '' ? {} : { domainOwner: draft.domainOwner }),
    repository: draft.repository,
    options: options.values,
    enabled: true,
  };
  const errors: Partial<Record<DraftField, string>> = {};
  for (const issue of newBinding.safeParse(binding).error?.issues ?? []) {
    errors[issue.path[0] as DraftField] ??= issue.message;
  }
  if (draft.profile === '') errors.profile = 'choose a profile';
  if (draft.domain === '') errors.domain = 'choose a domain';
  if (draft.repository === '') errors.repository = 'choose a repository';
  if (Object.keys(errors).length === 0 && Object.keys(options.errors).length === 0) return { binding, errors: null };
  return { binding: null, errors: { ...errors, options: options.errors } };
}

/** What was said for the options that this client has; those of another client chosen before are left behind. */
function readOptions({ options }: BindingDraft, client: ClientView) {
  const values: Record<string, string> = {};
  const errors: Record<string, string> = {};
  for (const { name, prefix = '', pattern, example } of client.options) {
    const text = options[name]?.trim() ?? '';
    if (text === '') continue;
    values[name] = text.startsWith(prefix) ? text : prefix + text;
    if (!new RegExp(`^(?:${pattern})$`).test(values[name])) errors[name] = `this looks like ${example}`;
  }
  return { values, errors };
}
