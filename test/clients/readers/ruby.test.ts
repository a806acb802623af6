import { spawnSync } from 'node:child_process';
import * as fc from 'fast-check';
import { expect, test, type TestContext } from 'vitest';
import { bundleConfigEditor } from '../../../shared/engine/editors/bundle-config.ts';
import { gemrcEditor } from '../../../shared/engine/editors/yaml/yaml.ts';
import { messyBundleConfig, noisyBundleConfig } from '../../unit/editors/messy-bundle-config.ts';
import { messyGemrc } from '../../unit/editors/yaml/messy-gemrc.ts';
import { documentIn, entriesIn, problemIn } from '../../unit/editors/editing.ts';

const FILES = Number(process.env['FAST_CHECK_RUNS'] ?? 200);

/** What a Ruby program answers on its standard output; null, said on the terminal too, where there is no Ruby or no such library. */
function answersOf(program: string, texts: readonly string[], context: TestContext): unknown[] | null {
  const run = spawnSync('ruby', ['-rjson', '-e', program], {
    input: JSON.stringify(texts),
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    timeout: 120_000,
    env: { PATH: process.env['PATH'], LANG: 'C.UTF-8' },
  });
  if (run.status === 0) return JSON.parse(run.stdout) as unknown[];
  console.warn(`NOT CHECKED against Ruby: ${run.error?.message ?? run.stderr.split('\n')[0]}`);
  context.skip('no Ruby with this library on this machine');
  return null;
}

// As Bundler::Settings#load_config does. Later versions read comments in another way, so the reader has to be of 2.3.
const READ_LIKE_BUNDLER = `
require "bundler"
abort "Bundler #{Bundler::VERSION} reads comments differently" unless Bundler::VERSION.start_with?("2.3.")
require "bundler/yaml_serializer"
answers = JSON.parse(STDIN.read).map do |text|
  begin
    read = Bundler::YAMLSerializer.load(text)
    read.map { |key, value| [key.gsub("-", "___"), value] }
  rescue NoMethodError
    nil
  end
end
print JSON.generate(answers)
`;

test('.bundle/config is valid, and holds what it holds, exactly as for Bundler', (context): void => {
  const texts = fc
    .sample(fc.oneof(messyBundleConfig, noisyBundleConfig), FILES)
    // To Bundler 2.3 a comment with a colon in it is a key that nobody asks for.
    .filter((text) => !/^\\s*#.*:/m.test(text));
  const answers = answersOf(READ_LIKE_BUNDLER, texts, context) as ([string, unknown][] | null)[] | null;
  if (answers === null) return;
  let compared = 0;
  for (const [index, answer] of answers.entries()) {
    const text = texts[index]!;
    const shown = JSON.stringify(text);
    expect({ shown, readable: problemIn(bundleConfigEditor, text) === null }).toEqual({
      shown,
      readable: answer !== null,
    });
    for (const [key, value] of answer ?? []) {
      if (typeof value !== 'string' || value === '' || key.startsWith('#')) continue;
      const found = documentIn(bundleConfigEditor, text).find([key]).at(-1)?.value;
      expect({ shown, key, value: found }).toEqual({ shown, key, value });
      compared += 1;
    }
  }
  expect(answers).toHaveLength(texts.length);
  expect(compared).toBeGreaterThan(FILES / 4);
});

const READ_LIKE_GEM = `
require "psych"
def text(value)
  value.is_a?(Array) ? value.map { |item| text(item) } : value.is_a?(Hash) || value.nil? ? nil : value.to_s
end
answers = JSON.parse(STDIN.read).map do |source|
  begin
    read = Psych.safe_load(source, permitted_classes: [Symbol], aliases: true)
    read.is_a?(Hash) ? read.map { |key, value| [key.inspect, text(value)] } : []
  rescue Psych::Exception
    nil
  end
end
print JSON.generate(answers)
`;

test('.gemrc holds the sources and keys that RubyGems finds in it', (context): void => {
  const texts = fc.sample(messyGemrc, FILES).filter((text) => problemIn(gemrcEditor, text) === null);
  const answers = answersOf(READ_LIKE_GEM, texts, context) as ([string, unknown][] | null)[] | null;
  if (answers === null) return;
  let compared = 0;
  for (const [index, answer] of answers.entries()) {
    const text = texts[index]!;
    const shown = JSON.stringify(text);
    const read = new Map(answer);
    const listed = entriesIn(gemrcEditor, text);
    const sources = listed
      .filter(({ entry }) => entry[0] === ':sources' && entry.length === 2)
      .map(({ value }) => value);
    const theirs = read.get(':sources');
    expect({ shown, sources }).toEqual({ shown, sources: Array.isArray(theirs) ? theirs : [] });
    const key = documentIn(gemrcEditor, text).find([':codeartifact_api_key']).at(-1)?.value ?? '';
    expect({ shown, key }).toEqual({ shown, key: read.get(':codeartifact_api_key') ?? '' });
    compared += sources.length;
  }
  expect(compared).toBeGreaterThan(FILES / 4);
});
