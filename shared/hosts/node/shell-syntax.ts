export const shells = ['bash', 'zsh', 'sh', 'fish', 'powershell', 'cmd'] as const;
export type Shell = (typeof shells)[number];

/** True when a shell can set a variable of this name. */
export function isShellName(name: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name);
}

/** One line that sets and exports a variable; null for a value that cmd could take for more than one. */
export function exportLine(shell: Shell, name: string, value: string): string | null {
  switch (shell) {
    case 'bash':
    case 'zsh':
    case 'sh':
      return `export ${name}='${value.replaceAll("'", String.raw`'\''`)}'`;
    case 'fish':
      return `set -gx ${name} '${value.replaceAll('\\', '\\\\').replaceAll("'", String.raw`\'`)}'`;
    case 'powershell':
      // PowerShell takes typographic quotes for its own.
      return `$env:${name} = '${value.replaceAll(/['\u2018-\u201b]/g, '$&$&')}'`;
    case 'cmd':
      return isSafeForCmd(value) ? `set "${name}=${value}"` : null;
  }
}

/** Between quotes cmd follows nothing but `%`, and `!` where that is switched on; a quote in the value ends them. */
function isSafeForCmd(value: string): boolean {
  return !/[\r\n%!\0]/.test(value) && !(value.includes('"') && /[&|<>^()]/.test(value));
}
