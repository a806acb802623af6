import type { ReactNode } from 'react';
import type { Value } from '../../../shared/contract/requests.ts';
import { diffLines } from '../../../shared/view/diff-lines.ts';
import { plainText } from '../../../shared/view/plain-text.ts';
import { TextBlock } from '../../components/controls/text-block.tsx';
import { DiffView } from '../preview/diff-view.tsx';

/** What would be written, and what AWS has to allow for it to work. */
export function RoleReview({ preview }: { readonly preview: Value<'role.preview'> }): ReactNode {
  const { diff, displayPath, policy, template } = preview;
  const lines = diffLines(diff);
  return (
    <>
      <section className="review" aria-labelledby="review-lines">
        <h3 id="review-lines">These lines go into {plainText(displayPath)}</h3>
        {lines.length === 0 ? (
          <p className="card-empty">It holds them already: nothing has to be written.</p>
        ) : (
          <DiffView lines={lines} label={`Changes of ${plainText(displayPath)}`} />
        )}
      </section>
      <details className="snippets">
        <summary>What AWS has to allow the role</summary>
        <TextBlock title="Policy of the role (JSON)" text={policy} next="Give it to who administers the role." />
        <TextBlock
          title="CloudFormation template of the role (YAML)"
          text={template}
          next="Give it to who administers the account."
        />
      </details>
    </>
  );
}
