import { useId, type ReactNode } from 'react';
import type { BindingView } from '../../../shared/contract/snapshot.ts';
import { bindingName } from '../../../shared/view/binding-text.ts';
import { useCommand } from '../../state/use-request.ts';
import { ClientTag } from '../pill.tsx';
import { Switch } from '../controls/switch.tsx';

type BindingRowProps = {
  readonly binding: BindingView;
  /** Id of the project's heading, which is part of the switch's name. */
  readonly projectHeading: string;
  /** Where there is room, say also that it takes over the default. */
  readonly roomy?: boolean;
  /** Its state, before the switch. */
  readonly mark?: ReactNode;
  /** What else can be done with it, after the switch. */
  readonly children?: ReactNode;
};

/** A binding as one row: the client, the repository, and the switch. */
export function BindingRow({ binding, projectHeading, roomy = false, mark, children }: BindingRowProps): ReactNode {
  const { pending, run } = useCommand('binding.setEnabled');
  const nameId = useId();
  return (
    <div className="binding-row">
      <div className="binding-name" id={nameId}>
        <ClientTag client={binding.client} />{' '}
        <span>
          {bindingName(binding)}{' '}
          <span className="binding-scope">
            {roomy || Object.keys(binding.options).length > 0 ? binding.scopeText : null}
          </span>
        </span>
      </div>
      <div className="row-end">
        {mark}
        <Switch
          checked={binding.enabled}
          labelledBy={`${nameId} ${projectHeading}`}
          pending={pending}
          onChange={(enabled) => void run({ bindingId: binding.id, enabled })}
        />
        {children}
      </div>
    </div>
  );
}
