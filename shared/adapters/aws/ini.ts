/** Sections by name, each with its options by name in small letters. */
export type IniSections = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** Applies to every section. */
const DEFAULTS = 'DEFAULT';

type Option = { readonly section: Map<string, string[]>; readonly name: string };

/**
 * Reads an AWS file as the AWS CLI does, i.e. by Python's RawConfigParser: values go on in lines that are indented further, whatever
 * stands in them; comments are lines of their own. A file that it refuses as a whole (a section or an option twice, a line that is
 * none, a byte order mark) is read as far as it makes sense, as by AWS's other SDKs: what comes later counts.
 */
export function readIni(text: string): IniSections {
  const sections = new Map<string, Map<string, string[]>>();
  const defaults = new Map<string, string[]>();
  let section: Map<string, string[]> | null = null;
  let option: Option | null = null;
  let indent = 0;
  for (const line of text.replace(/^\u{FEFF}/u, '').split(/\r\n|\r|\n/)) {
    const content = line.trim();
    if (/^[#;]/.test(content)) continue;
    if (content === '') {
      valueOf(option)?.push('');
      continue;
    }
    const itsIndent = line.search(/\S/);
    if (option !== null && itsIndent > indent) {
      valueOf(option)?.push(content);
      continue;
    }
    indent = itsIndent;
    const header = /^\[(.+)\]/.exec(content)?.[1];
    if (header !== undefined) {
      section = header === DEFAULTS ? defaults : (sections.get(header) ?? new Map<string, string[]>());
      if (section !== defaults) sections.set(header, section);
      option = null;
      continue;
    }
    const sign = content.search(/[=:]/);
    if (sign < 1 || section === null) continue;
    option = { section, name: content.slice(0, sign).trimEnd().toLowerCase() };
    section.set(option.name, [content.slice(sign + 1).trimStart()]);
  }
  return new Map([...sections].map(([name, options]) => [name, joined(new Map([...defaults, ...options]))]));
}

function valueOf(option: Option | null): string[] | undefined {
  return option?.section.get(option.name);
}

function joined(options: ReadonlyMap<string, readonly string[]>): ReadonlyMap<string, string> {
  return new Map([...options].map(([name, lines]) => [name, lines.join('\n').trimEnd()]));
}
