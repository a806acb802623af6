import { useEffect, useEffectEvent } from 'react';

/** Runs on a plain key press, unless the person is typing, a dialog is open, or the key belongs to a chord. */
export function useShortcut(key: string, run: () => void): void {
  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    if (event.key.toLowerCase() !== key || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (event.target instanceof HTMLElement && event.target.closest('input, select, textarea, dialog') !== null) return;
    if (document.querySelector('dialog[open]') !== null) return;
    event.preventDefault();
    run();
  });

  useEffect(() => {
    function listen(event: KeyboardEvent): void {
      onKeyDown(event);
    }
    addEventListener('keydown', listen);
    return () => removeEventListener('keydown', listen);
  }, []);
}
