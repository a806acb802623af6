import { useState, type ReactNode } from 'react';
import type { PastedBinding } from '../../../../shared/contract/scan.ts';
import { problemOf, type Problem } from '../../../../shared/contract/problem.ts';
import { plainText } from '../../../../shared/view/plain-text.ts';
import { Field } from '../../../components/controls/field.tsx';
import { ProblemNote } from '../../../components/standing/problem-note.tsx';
import { useRequest } from '../../../state/use-request.ts';
import type { BindingDraft } from './binding-draft.ts';
import type { DraftProps } from './draft-props.ts';

/** Fills the form from an address or a login command; the text itself may hold a token, and is not kept. */
export function PasteField({ draft, change }: Pick<DraftProps, 'draft' | 'change'>): ReactNode {
  const reading = useRequest('scan.paste');
  const listing = useRequest('profiles.list');
  const [text, setText] = useState('');
  const [said, setSaid] = useState<readonly string[]>([]);
  const [problem, setProblem] = useState<Problem | null>(null);

  async function read(): Promise<void> {
    if (text.trim() === '') return;
    const reply = await reading.send({ text: text.slice(0, 100_000) });
    if (reply === null) return;
    setText('');
    const [pasted] = reply.ok ? reply.value : [];
    const refusal = pasted === undefined ? null : refusalOf(pasted);
    if (pasted !== undefined && refusal === null) change(draftOf({ ...pasted, region: await regionOf(pasted) }, draft));
    setProblem(reply.ok ? refusal : reply.error);
    setSaid(pasted === undefined && reply.ok ? ['Nothing of CodeArtifact is in this text.'] : (pasted?.mended ?? []));
  }

  /** A command that names none means the profile's own. */
  async function regionOf({ region, profile }: PastedBinding): Promise<string | null> {
    if (region !== null || profile === null) return region;
    const listed = await listing.send({});
    return listed?.ok === true ? (listed.value.find(({ name }) => name === profile)?.region ?? null) : null;
  }

  return (
    <>
      <Field label="Address or login command" hint="Optional: paste one, and the fields below are filled in from it.">
        {(attributes) => (
          <input
            {...attributes}
            className="input"
            type="text"
            value={text}
            placeholder="aws codeartifact login …"
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => setText(event.target.value)}
            onBlur={() => void read()}
            onKeyDown={(event) => {
              if (event.key !== 'Enter') return;
              // It would send the form.
              event.preventDefault();
              void read();
            }}
          />
        )}
      </Field>
      <div role="status">
        {said.map((sentence) => (
          <p key={sentence} className="field-hint">
            {plainText(sentence)}
          </p>
        ))}
      </div>
      {problem !== null && <ProblemNote problem={problem} urgent />}
    </>
  );
}

function refusalOf({ refusal, endpointUrl }: PastedBinding): Problem | null {
  if (endpointUrl === null) return refusal;
  return problemOf(
    'invalidInput',
    `The command asks ${endpointUrl} in place of AWS, and this machine is not set up so.`,
    {
      advice: 'Take the option out of the text, or set AWS_ENDPOINT_URL_CODEARTIFACT to it and start the app again.',
    },
  );
}

/** What the text says, over what was chosen before. */
function draftOf(pasted: PastedBinding, before: BindingDraft): Partial<BindingDraft> {
  const { candidates, domain, domainOwner, repository } = pasted;
  const fits = candidates.includes(before.client) ? before.client : (candidates[0] ?? before.client);
  return {
    client: pasted.client ?? fits,
    profile: pasted.profile ?? before.profile,
    region: pasted.region ?? before.region,
    domain,
    domainOwner: domainOwner ?? '',
    typesDomain: true,
    domainSettled: true,
    repository: repository ?? '',
    typesRepository: repository !== null,
    options: { ...pasted.options },
  };
}
