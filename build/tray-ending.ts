/** How the tray's process ended, and what it said on the way. */
export type Ending = {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** Milliseconds from its start. */
  readonly lifetime: number;
  readonly stderr: string;
};

/** What can't run ends within this time; what ends later did run. Milliseconds. */
const TRIAL = 10_000;

/** Why the tray can't run here, to go behind "because"; null when it could, and ended for another reason. */
export function whyItCannotRun({ code, signal, lifetime, stderr }: Ending): string | null {
  if (code === 0 || lifetime > TRIAL) return null;
  return `Electron ended at once: ${tellingLine(stderr) ?? (signal === null ? `exit code ${code}` : signal)}`;
}

/** The clearest first; Chromium says more behind most of them. */
const TELLING = [
  /Running as root without --no-sandbox/,
  /No usable sandbox|SUID sandbox helper/,
  /error while loading shared libraries/,
  /Missing X server|cannot open display/i,
  /:FATAL:/,
  /^\w*Error: /,
  /\S/,
];

function tellingLine(stderr: string): string | null {
  const lines = stderr.split(/\r?\n/);
  const found = TELLING.map((pattern) => lines.findLast((line) => pattern.test(line))).find(
    (line) => line !== undefined,
  );
  return found === undefined ? null : firstSentence(withoutSource(found));
}

/** Chromium puts `[process:time:severity:file(line)] ` in front. */
function withoutSource(line: string): string {
  return line.replace(/^\[[^\]]*\]\s*/, '').trim();
}

function firstSentence(text: string): string {
  return text.replace(/[.!](?:\s.*)?$/, '');
}
