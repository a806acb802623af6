import { useEffect, useSyncExternalStore, type ReactNode } from 'react';
import { usePage } from '../../state/page-state.ts';
import type { StatusMessage } from '../../state/status.ts';
import { Button, ButtonLink, IconButton } from '../controls/button.tsx';
import { Icon } from '../icon.tsx';

const SHOWN_MS = 8000;

/** The result of what the person just did. Both live regions are always there, or nothing would be announced. */
export function StatusLine(): ReactNode {
  const { status } = usePage();
  const message = useSyncExternalStore(status.subscribe, status.get);
  return (
    <div className="status-line">
      <div role="status">
        {message?.tone === 'done' && <StatusBox key={message.id} message={message} onClose={status.clear} />}
      </div>
      <div role="alert">
        {message?.tone === 'problem' && <StatusBox key={message.id} message={message} onClose={status.clear} />}
      </div>
    </div>
  );
}

function StatusBox({ message, onClose }: { readonly message: StatusMessage; readonly onClose: () => void }): ReactNode {
  // What can still be acted on, or went wrong, waits for the person.
  const goesByItself = message.tone === 'done' && message.action === null;

  useEffect(() => {
    if (!goesByItself) return undefined;
    const timer = setTimeout(onClose, SHOWN_MS);
    return () => clearTimeout(timer);
  }, [goesByItself, onClose]);

  return (
    <div className="status-box" data-tone={message.tone}>
      <Icon name={message.tone === 'done' ? 'check' : 'alert'} />
      <p>
        {message.text}
        {message.detail !== null && <span className="status-detail"> {message.detail}</span>}
      </p>
      <StatusButton message={message} />
      <IconButton icon="close" label="Dismiss" onClick={onClose} />
    </div>
  );
}

function StatusButton({ message }: { readonly message: StatusMessage }): ReactNode {
  const { action } = message;
  if (action === null) return null;
  if ('href' in action) return <ButtonLink href={action.href}>{action.label}</ButtonLink>;
  return <Button onClick={() => void action.run()}>{action.label}</Button>;
}
