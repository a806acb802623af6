/** A Ruby value, for Marshal. */
export type RubyValue =
  | null
  | boolean
  | number
  | string
  | readonly RubyValue[]
  | { readonly symbol: string }
  | { readonly hash: readonly (readonly [RubyValue, RubyValue])[] }
  /** An object by its instance variables. */
  | { readonly object: string; readonly variables: Readonly<Record<string, RubyValue>> }
  /** An object of a class with `marshal_dump`, by what that returns. */
  | { readonly marshalled: string; readonly value: RubyValue }
  /** An object of a class with `_dump`, by the bytes that returns. */
  | { readonly dumped: string; readonly bytes: Buffer };

/** The value in Ruby's Marshal format 4.8 (Ruby documentation, "Marshal Format"): numbers are whole and not negative. */
export function marshal(value: RubyValue): Buffer {
  return Buffer.concat([Buffer.from([4, 8]), encode(value)]);
}

function encode(value: RubyValue): Buffer {
  if (value === null) return tagged('0');
  if (typeof value === 'boolean') return tagged(value ? 'T' : 'F');
  if (typeof value === 'number') return tagged('i', fixnum(value));
  // A text carries its encoding as an instance variable: UTF-8 is E = true.
  if (typeof value === 'string') return tagged('I"', bytes(value), fixnum(1), symbol('E'), tagged('T'));
  if (isArray(value)) return tagged('[', fixnum(value.length), ...value.map(encode));
  if ('symbol' in value) return symbol(value.symbol);
  if ('hash' in value) return tagged('{', fixnum(value.hash.length), ...value.hash.flat().map(encode));
  if ('marshalled' in value) return tagged('U', symbol(value.marshalled), encode(value.value));
  if ('dumped' in value) return tagged('u', symbol(value.dumped), bytes(value.bytes));
  const variables = Object.entries(value.variables);
  const pairs = variables.flatMap(([name, variable]) => [symbol(name), encode(variable)]);
  return tagged('o', symbol(value.object), fixnum(variables.length), ...pairs);
}

/** TypeScript's own check does not narrow readonly arrays. */
function isArray(value: RubyValue): value is readonly RubyValue[] {
  return Array.isArray(value);
}

function tagged(tag: string, ...rest: readonly Buffer[]): Buffer {
  return Buffer.concat([Buffer.from(tag), ...rest]);
}

function symbol(name: string): Buffer {
  return tagged(':', bytes(name));
}

/** Bytes after their count. */
function bytes(content: string | Buffer): Buffer {
  const buffer = Buffer.from(content);
  return Buffer.concat([fixnum(buffer.length), buffer]);
}

/** Up to 122 in one byte; above that the number of bytes, then the bytes, little-endian. */
function fixnum(value: number): Buffer {
  if (value === 0) return Buffer.from([0]);
  if (value <= 122) return Buffer.from([value + 5]);
  const little = Buffer.alloc(4);
  little.writeUInt32LE(value);
  const length = value < 0x100 ? 1 : value < 0x1_00_00 ? 2 : value < 0x1_00_00_00 ? 3 : 4;
  return Buffer.concat([Buffer.from([length]), little.subarray(0, length)]);
}
