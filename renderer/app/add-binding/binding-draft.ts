import { newBinding, type NewBinding } from '../../../shared/contract/requests.ts';
import { npmScope, type ClientName } from '../../../shared/contract/names.ts';

/** What the dialog holds while it is filled in; empty texts are not said yet. */
export type BindingDraft = {
  readonly client: ClientName;
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
  readonly reach: 'default' | 'scope';
  readonly scope: string;
};

export const emptyDraft: BindingDraft = {
  client: 'npm',
  profile: '',
  region: '',
  domain: '',
  domainOwner: '',
  typesDomain: false,
  domainSettled: false,
  repository: '',
  typesRepository: false,
  reach: 'default',
  scope: '@',
};

export type DraftField = 'profile' | 'region' | 'domain' | 'domainOwner' | 'repository' | 'scope';
export type DraftErrors = Readonly<Partial<Record<DraftField, string>>>;

/** The draft as a request's parameters, or what is wrong with each field. */
export function readDraft(
  draft: BindingDraft,
  project: string,
): { readonly binding: NewBinding; readonly errors: null } | { readonly binding: null; readonly errors: DraftErrors } {
  const isScoped = draft.client === 'npm' && draft.reach === 'scope';
  const binding: NewBinding = {
    project,
    client: draft.client,
    profile: draft.profile,
    ...(draft.region === '' ? {} : { region: draft.region }),
    domain: draft.domain,
    ...(draft.domainOwner === '' ? {} : { domainOwner: draft.domainOwner }),
    repository: draft.repository,
    options: isScoped ? { scope: draft.scope } : {},
    enabled: true,
  };
  const errors: Partial<Record<DraftField, string>> = {};
  for (const issue of newBinding.safeParse(binding).error?.issues ?? []) {
    errors[issue.path[0] as DraftField] ??= issue.message;
  }
  if (draft.profile === '') errors.profile = 'choose a profile';
  if (draft.domain === '') errors.domain = 'choose a domain';
  if (draft.repository === '') errors.repository = 'choose a repository';
  const scope = npmScope.safeParse(draft.scope);
  if (isScoped && !scope.success) errors.scope = scope.error.issues[0]?.message ?? 'a scope looks like @team';
  return Object.keys(errors).length === 0 ? { binding, errors: null } : { binding: null, errors };
}
