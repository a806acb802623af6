import type { Known } from '../secrets/show-value.ts';
import { LONGEST_SHOWN, showKey, showValue } from '../secrets/show-value.ts';
import { showProse, trustOf } from '../secrets/show-prose.ts';
import type { Trust } from '../secrets/show-prose.ts';
import { MASK } from '../secrets/mask.ts';
import { speaksOfSecrets } from '../secrets/plain-words.ts';
import type { Document, Part } from './editor.ts';
import { firstIndex, linesBetween, splitLines } from './text/lines.ts';
import type { Line } from './text/lines.ts';

type Extent = { readonly start: number; readonly end: number };

/** Shows lines of a document, counted from 0, without any secret: keys, and of values what is known to be harmless. */
export function lineShower(document: Document, known: Known): (index: number) => string {
  const { text } = document;
  const lines = splitLines(text);
  const parts = document.parts().toSorted((a, b) => a.start - b.start);
  const pems = pemsIn(text);
  const trustAt = trustFinder(text, lines);
  return (index) => {
    const line = lines[index];
    if (line === undefined) return '';
    const isPem = pems[firstIndex(pems, ({ end }) => end > line.start)];
    if (line.end - line.start > LONGEST_SHOWN || (isPem !== undefined && isPem.start < line.start))
      return hidden(text, line);
    return showLine(text, line, parts, trustAt, known);
  };
}

/** All of a line but the blanks in front. */
function hidden(text: string, { start, end }: Extent): string {
  const [, blanks = '', rest = ''] = /^(\s*)([^]*)$/.exec(text.slice(start, end)) ?? [];
  return blanks + (rest === '' ? '' : MASK);
}

/** Keys in PEM, whose lines may look like anything: from behind the line that begins one to the line that ends it. */
function pemsIn(text: string): readonly Extent[] {
  const pems: { start: number; end: number }[] = [];
  for (const { index, 1: which } of text.matchAll(/-----(BEGIN|END) [A-Z ]{1,40}-----/g)) {
    const last = pems.at(-1);
    if (which === 'END') {
      if (last !== undefined && last.end > index) last.end = index;
    } else if (last === undefined || last.end <= index) pems.push({ start: index, end: text.length });
  }
  return pems;
}

function showLine(text: string, line: Line, parts: readonly Part[], trustAt: TrustAt, known: Known): string {
  let shown = '';
  let done = line.start;
  let at = firstIndex(parts, ({ end }) => end > line.start);
  let behindSecret = false;
  const showGap = (end: number) => {
    if (end <= done) return;
    const piece = text.slice(done, end);
    if (!/[\p{L}\d]/u.test(piece)) {
      shown += piece;
      return;
    }
    const gap = { start: parts[at - 1]?.end ?? 0, end: parts[at]?.start ?? text.length };
    shown += showProse(piece, behindSecret ? 'words' : trustAt(gap, done), known);
  };
  for (let part = parts[at]; part !== undefined && part.start < line.end; part = parts[(at += 1)]) {
    showGap(Math.max(part.start, line.start));
    const extent = { start: Math.max(part.start, line.start), end: Math.min(part.end, line.end) };
    const raw = text.slice(extent.start, extent.end);
    const isWhole = extent.start === part.start && extent.end === part.end;
    if (part.kind === 'key') shown += isWhole ? showKey(raw, known) : hidden(text, extent);
    else shown += isWhole ? showValue(raw, part.name, known) : hidden(text, extent);
    behindSecret = part.kind === 'value' && speaksOfSecrets(part.name);
    done = Math.max(done, extent.end);
  }
  showGap(line.end);
  return shown;
}

type TrustAt = (gap: Extent, at: number) => Trust;

/** How far the paragraph that an offset is in may be believed; it ends at blank lines and where an entry stands. Asked once for each. */
function trustFinder(text: string, lines: readonly Line[]): TrustAt {
  const known = new Map<number, readonly (Extent & { readonly trust: Trust })[]>();
  return (gap, at) => {
    const paragraphs = known.get(gap.start) ?? paragraphsIn(text, linesBetween(lines, gap.start, gap.end), gap);
    known.set(gap.start, paragraphs);
    return paragraphs[firstIndex(paragraphs, ({ end }) => end > at)]?.trust ?? 'words';
  };
}

function paragraphsIn(text: string, lines: readonly Line[], gap: Extent) {
  const found: { start: number; end: number }[] = [];
  let isOpen = false;
  for (const line of lines) {
    const [start, end] = [Math.max(line.start, gap.start), Math.min(line.end, gap.end)];
    const last = found.at(-1);
    if (isBlank(text.slice(start, end))) isOpen = false;
    else if (isOpen && last !== undefined) last.end = end;
    else {
      isOpen = true;
      found.push({ start, end });
    }
  }
  return found.map(({ start, end }) => ({ start, end, trust: trustOf(text.slice(start, end).trimStart()) }));
}

function isBlank(line: string): boolean {
  return !/[^\s#;!]/.test(line);
}
