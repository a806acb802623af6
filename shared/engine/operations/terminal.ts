import type { Result } from '../../contract/problem.ts';
import type { PlanView } from '../../contract/snapshot.ts';
import type { NewBinding, Params } from '../../contract/requests.ts';
import type { SignInView } from '../../contract/sign-in.ts';
import type { AdoptReport, ClearReport } from '../../contract/scan.ts';
import type { DomainAddress, IssuedToken } from '../../ports/aws-access.ts';
import type { Core } from '../core/core.ts';
import { previewAdoption } from './adopt.ts';
import { previewClearing } from './clear.ts';
import { parseParams } from './answer.ts';
import { login, previewLogin } from './login.ts';
import type { LoginPerson, LoginPreview, LoginReport } from './login.ts';
import { signInAndWait } from './sign-in.ts';
import type { SignInPerson } from './sign-in.ts';
import { keptToken, tokenOf } from './tokens.ts';
import { variablesFor } from './variables.ts';
import type { ChildVariables } from './variables.ts';

/** What only a terminal has of the engine: its answers may hold secrets, or take longer than a screen would wait. */
export type Terminal = {
  /** Adds, switches on and writes one binding, or changes nothing. Problems: those of `binding.add` and of a token. */
  login(binding: NewBinding, person?: LoginPerson): Promise<Result<LoginReport>>;
  /** What `login` would write, masked. Writes nothing and fetches no token. */
  previewLogin(binding: NewBinding): Promise<Result<LoginPreview>>;
  /** What an apply would write if these were adopted, masked. Problems: those of `scan.adopt`. */
  previewAdoption(params: Params<'scan.adopt'>): Promise<Result<AdoptReport & { readonly plan: PlanView }>>;
  /** What an apply would take out if these were cleared, masked. Problems: those of `scan.clear`. */
  previewClearing(params: Params<'scan.clear'>): Promise<Result<ClearReport & { readonly plan: PlanView }>>;
  /** The token of a domain; with a lifetime in seconds it is a new one that nobody keeps. */
  tokenOf(address: DomainAddress, durationSeconds: number | undefined): Promise<Result<IssuedToken>>;
  /** The token of a domain if one is kept that lives: asks nobody and waits for nobody. */
  keptToken(address: DomainAddress): Promise<IssuedToken | null>;
  /** Begins the session of a profile and waits until it is there. Problems: those of `signIn.start`, and how it failed. */
  signIn(params: Params<'signIn.start'>, person: SignInPerson): Promise<Result<Pick<SignInView, 'name' | 'way'>>>;
  /** Variables for a child process in the folder. Problems: `bindingNotFound`, and those of a token. */
  variablesFor(folder: string): Promise<Result<ChildVariables>>;
};

export function createTerminal(core: Core): Terminal {
  const { actAs } = core.activity;
  const { together } = core.ports.aws;
  return {
    async login(binding, person) {
      const params = parseParams('binding.add', binding);
      return params.ok ? actAs('cli', () => together(async () => login(core, params.value, person))) : params;
    },
    async previewLogin(binding) {
      const params = parseParams('binding.add', binding);
      return params.ok ? together(async () => previewLogin(core, params.value)) : params;
    },
    async previewAdoption(asked) {
      const params = parseParams('scan.adopt', asked);
      return params.ok ? previewAdoption(core, params.value) : params;
    },
    async previewClearing(asked) {
      const params = parseParams('scan.clear', asked);
      return params.ok ? previewClearing(core, params.value) : params;
    },
    async tokenOf(asked, durationSeconds) {
      // A domain is named in the same way wherever it is.
      const address = parseParams('repositories.list', asked);
      return address.ok
        ? actAs('cli', () => together(async () => tokenOf(core, address.value, durationSeconds)))
        : address;
    },
    async keptToken(asked) {
      const address = parseParams('repositories.list', asked);
      return address.ok ? keptToken(core, address.value) : null;
    },
    async signIn(asked, person) {
      const params = parseParams('signIn.start', asked);
      return params.ok ? actAs('cli', () => signInAndWait(core, params.value, person)) : params;
    },
    variablesFor: async (folder) => actAs('cli', () => variablesFor(core, folder)),
  };
}
