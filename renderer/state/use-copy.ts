import { useEffect, useState, type RefObject } from 'react';
import { usePage } from './page-state.ts';

const SHOWN_MS = 2000;

/** Copies the text of an element and says what to do with it; `copied` stays true for a moment, so that a button can say so. */
export function useCopy(
  source: RefObject<HTMLElement | null>,
  next: string,
): {
  readonly copied: boolean;
  readonly copy: () => Promise<void>;
} {
  const { status } = usePage();
  const [copied, setCopied] = useState(false);

  useEffect(() => {
    if (!copied) return undefined;
    const timer = setTimeout(() => setCopied(false), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [copied]);

  async function copy(): Promise<void> {
    const element = source.current;
    if (element === null) return;
    if ((await copyByApi(element.textContent)) || copyBySelection(element)) {
      setCopied(true);
      status.done(`Copied. ${next}`);
    } else {
      status.done('Copying is not allowed here. The text is selected: press Ctrl+C or ⌘C.');
    }
  }

  return { copied, copy };
}

// Refused outside of secure contexts and where the tray denies the clipboard permission.
async function copyByApi(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

/** Leaves the text selected, so that a person can still copy it by hand when this fails too. */
function copyBySelection(element: HTMLElement): boolean {
  getSelection()?.selectAllChildren(element);
  return document.execCommand('copy');
}
