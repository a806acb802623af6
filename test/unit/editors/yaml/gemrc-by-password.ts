import type { Document, Editor } from '../../../../shared/engine/editors/editor.ts';
import { isSelection, item } from '../../../../shared/engine/editors/text/entry-path.ts';
import type { EntryPath } from '../../../../shared/engine/editors/text/entry-path.ts';
import { gemrcEditor } from '../../../../shared/engine/editors/yaml/yaml.ts';

const URLS = ['https://d.example/ruby/web/', 'https://other.example/gems/'];

export const gemrcEntries: readonly EntryPath[] = [
  ...URLS.map((url): EntryPath => [':sources', item(url)]),
  [':codeartifact_api_key'],
];

/** A source is found by its URL, so that only the password in it can be any text: here it stands for the whole value. */
export const gemrcByPassword: Editor = {
  ...gemrcEditor,
  read(text) {
    const document = gemrcEditor.read(text);
    return document.ok ? { ok: true, value: byPassword(document.value) } : document;
  },
};

function byPassword(document: Document): Document {
  return {
    ...document,
    find: (entry) => document.find(entry).map((found) => ({ ...found, value: passwordIn(found.value, entry) })),
    set: (entry, value) => document.set(entry, withPassword(value, entry)),
    entries: () => document.entries().map((one) => ({ ...one, value: passwordIn(one.value, one.entry) })),
  };
}

function urlOf([, step]: EntryPath): string | null {
  return isSelection(step) ? (URLS.find((url) => url === step.is) ?? null) : null;
}

function withPassword(value: string, entry: EntryPath): string {
  return urlOf(entry)?.replace('://', `://aws:${encodeURIComponent(value)}@`) ?? value;
}

function passwordIn(value: string, entry: EntryPath): string {
  const [before = '', after = ''] = urlOf(entry)?.split('://') ?? [];
  const [start, end] = [`${before}://aws:`, `@${after}`];
  const isOurs = after !== '' && value.startsWith(start) && value.endsWith(end);
  return isOurs ? decodeURIComponent(value.slice(start.length, value.length - end.length)) : value;
}
