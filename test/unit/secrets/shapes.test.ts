import { expect, test } from 'vitest';
import { editors } from '../../../shared/engine/editors/index.ts';
import { lineShower } from '../../../shared/engine/editors/shown-lines.ts';
import { firstShapes, laterShapes, piecesOf, textAndSecrets } from '../../fixtures/secrets/shapes.ts';
import type { Shape } from '../../fixtures/secrets/shapes.ts';

/** A file as a diff of all of it would show it. */
function shown(shape: Shape): string {
  const { text } = textAndSecrets(shape);
  const document = editors[shape.editor].read(text);
  if (!document.ok) throw new Error(`${shape.editor} can't read ${shape.source}`);
  const showLine = lineShower(document.value, { ours: new Set(), isVariable: () => false });
  return text
    .split(/\r\n|\r|\n/)
    .map((_, index) => showLine(index))
    .join('\n');
}

test.each([...firstShapes, ...laterShapes])('$editor: no piece of the secret of "$source" is shown', (shape) => {
  const text = shown(shape);
  expect(piecesOf(shape).filter((piece) => text.includes(piece))).toEqual([]);
  expect(piecesOf(shape)).not.toEqual([]);
});
