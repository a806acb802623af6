import type { Editor, EntryPath } from '../../../shared/engine/editors/editor.ts';
import { gemrcEditor } from '../../../shared/engine/editors/yaml/yaml.ts';
import { describeEditor } from './editor-properties.ts';
import { messyGemrc } from './yaml/messy-gemrc.ts';

const SOURCE: EntryPath = [':sources', '[https://d.example/ruby/web/]'];
const OTHER: EntryPath = [':sources', '[https://other.example/gems/]'];

/** A source is found by its URL, so that only the password in it can be any text: here it stands for the whole value. */
const byPassword: Editor = {
  ...gemrcEditor,
  find: (text, entry) =>
    gemrcEditor.find(text, entry).map((found) => ({ ...found, value: passwordIn(found.value, entry) })),
  set: (text, entry, value) => gemrcEditor.set(text, entry, withPassword(value, entry)),
  list: (text) => gemrcEditor.list(text).map(({ entry, value }) => ({ entry, value: passwordIn(value, entry) })),
};

function urlOf(entry: EntryPath): string | null {
  return [SOURCE, OTHER].find((one) => one[1] === entry[1])?.[1]?.slice(1, -1) ?? null;
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

describeEditor({
  name: '.gemrc',
  editor: byPassword,
  files: messyGemrc,
  entries: [SOURCE, OTHER, [':codeartifact_api_key']],
});
