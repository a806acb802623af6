import { useId, useState, type ReactNode } from 'react';
import type { Diagnosis } from '../../../shared/contract/doctor.ts';
import { Button } from '../../components/controls/button.tsx';
import { CommandLine } from '../../components/controls/command-line.tsx';
import { diagnosisLead } from '../../../shared/view/diagnosis-text.ts';
import { useCommand } from '../../state/use-request.ts';

/** A box for an error message of a package manager, and what it means. */
export function ErrorBox(): ReactNode {
  const id = useId();
  const { pending, run } = useCommand('doctor.diagnose');
  const [text, setText] = useState('');
  const [diagnoses, setDiagnoses] = useState<readonly Diagnosis[] | null>(null);

  async function explain(): Promise<void> {
    // The end of a long log says what went wrong.
    setDiagnoses(await run({ text: text.slice(-100_000) }));
  }

  return (
    <section className="card card-large" aria-labelledby={`${id}-title`}>
      <form
        className="error-box"
        onSubmit={(event) => {
          event.preventDefault();
          void explain();
        }}
      >
        <h2 id={`${id}-title`}>
          <label htmlFor={id}>What does an error mean?</label>
        </h2>
        <textarea
          id={id}
          className="input"
          rows={3}
          value={text}
          placeholder="Paste what npm, pip, Maven or another client said"
          spellCheck={false}
          onChange={(event) => {
            setText(event.target.value);
            setDiagnoses(null);
          }}
        />
        <div className="row-end">
          <Button type="submit" pending={pending} disabled={text.trim() === ''}>
            Explain
          </Button>
        </div>
      </form>
      <div role="status" className="card-help">
        {diagnoses?.length === 0 && (
          <p>No known error is in this text. The list below shows what each client will use.</p>
        )}
        {diagnoses?.map((diagnosis) => (
          <DiagnosisNote key={diagnosis.meaning} diagnosis={diagnosis} />
        ))}
      </div>
    </section>
  );
}

function DiagnosisNote({ diagnosis }: { readonly diagnosis: Diagnosis }): ReactNode {
  const { meaning, advice, command } = diagnosis;
  return (
    <div className="diagnosis">
      <p>
        <strong>{diagnosisLead(diagnosis)}:</strong> {meaning}
      </p>
      <p className="problem-advice">{advice}</p>
      {command !== null && (
        <div className="help-row">
          <CommandLine command={command} />
        </div>
      )}
    </div>
  );
}
