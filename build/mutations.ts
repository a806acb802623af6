import { parseSync, Visitor } from 'vite';
import type { ESTree } from 'vite';

/** One small change to a source file that its tests ought to notice. */
export type Mutant = {
  readonly file: string;
  /** Offsets in the file's text. */
  readonly start: number;
  readonly end: number;
  readonly replacement: string;
};

type Range = { readonly start: number; readonly end: number };

const OPERATORS: Readonly<Record<string, string>> = {
  '<': '<=',
  '<=': '<',
  '>': '>=',
  '>=': '>',
  '===': '!==',
  '!==': '===',
  '+': '-',
  '-': '+',
  '*': '/',
  '/': '*',
  '&&': '||',
  '||': '&&',
  '??': '&&',
};

/**
 * Every mutant of a source file: conditions that always or never hold, operators and booleans turned round, strings emptied, `?.` that
 * doesn't stop, statements that are gone. Types and the names of modules stay as they are.
 */
export function mutantsOf(file: string, text: string): readonly Mutant[] {
  const { program, errors } = parseSync(file, text);
  if (errors.length > 0) throw new Error(`${file}: ${errors[0]?.message}`);
  const mutants: Mutant[] = [];
  const fixed: Range[] = [];
  const replace = ({ start, end }: Range, replacement: string): void => {
    mutants.push({ file, start, end, replacement });
  };
  const keep = (node: Range): void => void fixed.push(node);
  const condition = ({ test }: { readonly test: Range }): void => {
    replace(test, 'true');
    replace(test, 'false');
  };
  const operator = ({ operator: name, left, right }: ESTree.BinaryExpression | ESTree.LogicalExpression): void => {
    const other = OPERATORS[name];
    if (other === undefined) return;
    const start = text.indexOf(name, left.end);
    if (start < right.start) replace({ start, end: start + name.length }, other);
  };
  const chain = (optional: boolean, { end }: Range): void => {
    if (!optional) return;
    const start = text.indexOf('?.', end);
    replace({ start, end: start + 2 }, /[[(]/.test(text.charAt(start + 2)) ? '' : '.');
  };
  const remove = (statement: Range): void => replace(statement, ';');

  new Visitor({
    ImportDeclaration: keep,
    ExportAllDeclaration: keep,
    ImportExpression: keep,
    TSTypeAnnotation: keep,
    TSTypeAliasDeclaration: keep,
    TSInterfaceDeclaration: keep,
    TSTypeParameterInstantiation: keep,
    TSLiteralType: keep,
    ExportNamedDeclaration: ({ source }) => source !== null && keep(source),
    Property: ({ key, computed }) => !computed && keep(key),
    IfStatement: condition,
    ConditionalExpression: condition,
    WhileStatement: ({ test }) => replace(test, 'false'),
    BinaryExpression: operator,
    LogicalExpression: operator,
    UnaryExpression: (node) => {
      if (node.operator === '!') replace(node, text.slice(node.argument.start, node.argument.end));
    },
    MemberExpression: ({ optional, object }) => chain(optional, object),
    CallExpression: ({ optional, callee }) => chain(optional, callee),
    Literal: (node) => {
      if (typeof node.value === 'boolean') replace(node, String(!node.value));
      if (typeof node.value === 'string') replace(node, node.value === '' ? "'mutant'" : "''");
    },
    TemplateLiteral: (node) => replace(node, '``'),
    ExpressionStatement: remove,
    ContinueStatement: remove,
    BreakStatement: remove,
    ThrowStatement: remove,
    ReturnStatement: (node) => node.argument === null && remove(node),
  }).visit(program);
  return mutants.filter(({ start, end }) => !fixed.some((range) => range.start <= start && end <= range.end));
}
