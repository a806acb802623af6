import { regionName } from '../../../../shared/contract/names.ts';
import type { BindingDraft, DraftErrors } from './binding-draft.ts';

/** What every part of the form gets. */
export type DraftProps = {
  readonly draft: BindingDraft;
  readonly errors: DraftErrors;
  readonly change: (part: Partial<BindingDraft>) => void;
};

/** The profile and region to list things with; null while either is missing or half typed. */
export function profileAndRegion({ profile, region }: BindingDraft): { profile: string; region: string } | null {
  return profile !== '' && regionName.safeParse(region).success ? { profile, region } : null;
}
