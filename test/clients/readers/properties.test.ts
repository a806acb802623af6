import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { propertiesEditor } from '../../../shared/engine/editors/properties.ts';
import { messyProperties, noisyProperties } from '../../unit/editors/messy-properties.ts';
import { entriesIn, problemIn } from '../../unit/editors/editing.ts';
import { stepText } from '../../../shared/engine/editors/text/entry-path.ts';

const FILES = Number(process.env['FAST_CHECK_RUNS'] ?? 400);

// One file per line, in and out as base64 of ISO-8859-1: what load() reads, or "!" for what it refuses.
const READER = `
import java.io.*;
import java.nio.charset.StandardCharsets;
import java.util.*;

public class Reader {
  static String coded(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  public static void main(String[] args) throws IOException {
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
    for (String line; (line = in.readLine()) != null; ) {
      Properties properties = new Properties();
      StringBuilder answer = new StringBuilder();
      try {
        properties.load(new ByteArrayInputStream(Base64.getDecoder().decode(line)));
        for (String key : properties.stringPropertyNames())
          answer.append(coded(key)).append(':').append(coded(properties.getProperty(key))).append(' ');
      } catch (IllegalArgumentException refused) {
        answer.append('!');
      }
      System.out.println(answer.toString().trim());
    }
  }
}
`;

function answersOf(texts: readonly string[]): string[] | null {
  const folder = mkdtempSync(path.join(tmpdir(), 'properties-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(path.join(folder, 'Reader.java'), READER);
  const input = texts.map((text) => `${Buffer.from(text, 'latin1').toString('base64')}\n`).join('');
  const run = spawnSync('java', [path.join(folder, 'Reader.java')], { input, encoding: 'utf8', maxBuffer: 2 ** 28 });
  return run.status === 0 ? run.stdout.split('\n').slice(0, -1) : null;
}

function decoded(part = ''): string {
  return Buffer.from(part, 'base64').toString('utf8');
}

test('a .properties file that is accepted holds for Java what it holds for us, and what Java refuses is refused', (context) => {
  const texts = fc
    .sample(fc.oneof(messyProperties, noisyProperties), FILES)
    .filter((text) => Buffer.from(text, 'latin1').toString('latin1') === text);
  const answers = answersOf(texts);
  if (answers === null) {
    console.warn('NOT CHECKED against the real client: no java that runs a source file');
    context.skip();
    return;
  }
  let accepted = 0;
  for (const [index, text] of texts.entries()) {
    const answer = answers[index]!;
    const shown = JSON.stringify(text);
    if (problemIn(propertiesEditor, text) !== null) continue;
    accepted += 1;
    const theirs =
      answer === ''
        ? []
        : answer
            .split(' ')
            .map((pair) => pair.split(':'))
            .map(([key, value]) => [decoded(key), decoded(value)]);
    const ours = [
      ...new Map(entriesIn(propertiesEditor, text).map(({ entry: [key], value }) => [stepText(key), value])),
    ];
    expect({ shown, refused: answer === '!', theirs: sorted(theirs) }).toEqual({
      shown,
      refused: false,
      theirs: sorted(ours),
    });
  }
  expect(accepted).toBeGreaterThan(FILES / 4);
  expect(answers).toContain('!');
});

function sorted(entries: readonly (readonly string[])[]): string[] {
  return entries.map((entry) => JSON.stringify(entry)).sort();
}
