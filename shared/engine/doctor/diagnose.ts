import type { Diagnosis } from '../../contract/doctor.ts';
import type { Cause, ErrorText } from '../clients/error-text.ts';
import { clients } from '../clients/index.ts';
import { otherAnswerer } from './answered-by.ts';
import { causes } from './causes.ts';
import { explainedElsewhere } from './elsewhere.ts';
import { commonErrors } from './common-errors.ts';
import { hints } from './partly-known.ts';

/** A text that says what it does, and who prints it. */
type Recogniser = ErrorText & { readonly program: string };

const recognisers: readonly Recogniser[] = [
  ...clients.flatMap(({ title, errors }) => (errors?.texts ?? []).map((text) => ({ program: title, ...text }))),
  ...Object.entries(commonErrors).flatMap(([program, texts]) => texts.map((text) => ({ program, ...text }))),
];

/** One reason that a text hints at. */
type Reason = Pick<Diagnosis, 'certainty' | 'recognised'> & { readonly cause: Cause; readonly program: string | null };

/**
 * What a pasted error message means: one diagnosis per cause, certain ones first, then the most telling. A text of which only some
 * words are known gets the causes that these hint at; it is empty when there are none. `own` are hosts, with their ports, that serve
 * CodeArtifact besides its own.
 */
export function diagnoseText(pasted: string, own: readonly string[] = []): Diagnosis[] {
  const text = plain(pasted);
  const known = recognisers
    .filter(({ patterns, unless }) => patterns.every((one) => one.test(text)) && unless?.test(text) !== true)
    .flatMap(({ causes: possible, program }) => {
      const certainty = possible.length === 1 ? ('certain' as const) : ('likely' as const);
      return possible.map((cause): Reason => ({ cause, program, certainty, recognised: [] }));
    });
  const reasons = known.length > 0 ? known : hintsIn(text);
  const other = reasons.length === 0 ? null : otherAnswerer(text, own);
  const explained = reasons.map((reason) => {
    // Go is led to a proxy of one's own in front of CodeArtifact.
    const answerer = other?.isPublic === false && reason.program === 'Go' ? null : other;
    const elsewhere = answerer === null ? null : explainedElsewhere(reason.cause, answerer);
    return { ...reason, isElsewhere: elsewhere !== null, explained: elsewhere ?? causes[reason.cause] };
  });
  const byMeaning = Map.groupBy(explained, ({ explained: { meaning } }) => meaning);
  return [...byMeaning.values()]
    .flatMap((all): readonly Diagnosis[] => {
      const [first] = all;
      if (first === undefined) return [];
      const isCertain = all.some(({ certainty, isElsewhere }) => certainty === 'certain' || isElsewhere);
      const diagnosis: Diagnosis = {
        clients: [...new Set(all.flatMap(({ program }) => program ?? []))],
        certainty: isCertain && first.recognised.length === 0 ? 'certain' : 'likely',
        recognised: [...new Set(all.flatMap(({ recognised }) => recognised))],
        ...first.explained,
      };
      return [diagnosis];
    })
    .toSorted((a, b) => Number(b.certainty === 'certain') - Number(a.certainty === 'certain'));
}

/** Without colours, and without the bars that frame a wrapped line. */
function plain(pasted: string): string {
  // oxlint-disable-next-line no-control-regex -- what colours begin with
  return pasted.replaceAll(/\u001B\[[\d;]*m/g, '').replaceAll(/[│┃|](?=\s)/g, ' ');
}

/** The first hint alone, and who seems to have printed it: further ones are mostly other words for the same. */
function hintsIn(text: string): readonly Reason[] {
  const hint = hints.find(({ words }) => words.test(text));
  if (hint === undefined) return [];
  const speaker = clients.find(({ errors }) => errors?.mark?.test(text) === true);
  return hint.causes.map((cause) => ({
    cause,
    program: speaker?.title ?? null,
    certainty: 'likely',
    recognised: [hint.shown],
  }));
}
