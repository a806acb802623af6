import { assert, constantFrom, property, string } from 'fast-check';
import { expect, test } from 'vitest';
import { quoted } from '../../../shared/engine/clients/java/gradle-snippets.ts';
import { exportLine } from '../../../shared/hosts/node/shell-syntax.ts';

const marks = `‘ ’ ‚ ‛ ' " \` $ ( ) { } % ! & | < > ^ ; \\ \n \r = a Z 0`.split(' ');
const hostile = string({ unit: constantFrom(' ', ...marks), maxLength: 30 });

test('PowerShell reads the value back as it is, typographic quotes included', () => {
  assert(
    property(hostile, (value) => {
      const line = exportLine('powershell', 'X', value) ?? '';
      const inner = line.slice("$env:X = '".length, -1);
      // A quote of any of its kinds ends the string unless a second one follows.
      expect(inner.replaceAll(/['‘’‚‛]{2}/g, '')).not.toMatch(/['‘’‚‛]/);
      expect(inner.replaceAll(/(['‘’‚‛])\1/g, '$1')).toBe(value);
    }),
  );
});

test('cmd gets one line on which nothing but the variable is set, or none', () => {
  assert(
    property(hostile, (value) => {
      const line = exportLine('cmd', 'X', value);
      if (line === null) return;
      expect(line).not.toMatch(/[\r\n%!]/);
      let isQuoted = false;
      for (const character of line) {
        if (character === '"') isQuoted = !isQuoted;
        else if (!isQuoted) expect('&|<>^()').not.toContain(character);
      }
    }),
  );
  expect(exportLine('cmd', 'X', 'x"&calc&"')).toBeNull();
  expect(exportLine('cmd', 'X', 'https://d.example/npm/web/')).toBe('set "X=https://d.example/npm/web/"');
  expect(exportLine('cmd', 'X', '{"https://d.example/":{"@":{"authToken":"eyJ.a_b-c"}}}')).not.toBeNull();
});

test('POSIX shells read the value back as it is', () => {
  assert(
    property(hostile, (value) => {
      const line = exportLine('sh', 'X', value) ?? '';
      expect(
        line
          .slice('export X='.length)
          .split(String.raw`'\''`)
          .join("'"),
      ).toBe(`'${value}'`);
    }),
  );
});

test.each(['groovy', 'kotlin'] as const)('a literal of %s fills in nothing and ends where it should', (language) => {
  assert(
    property(hostile, (value) => {
      const literal = quoted(value, language);
      const inner = literal.slice(1, -1);
      const unescaped = inner.replaceAll(/\\./g, '');
      expect(unescaped).not.toMatch(language === 'groovy' ? /['\n\r\\]/ : /["$\n\r\\]/);
      const names: Readonly<Record<string, string>> = { n: '\n', r: '\r' };
      expect(inner.replaceAll(/\\(.)/g, (_, mark: string) => names[mark] ?? mark)).toBe(value);
    }),
  );
});
