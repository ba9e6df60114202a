/**
 * Day.js patterns (REST Client, `DD-MM-YYYY`) and .NET's (Visual Studio, `dd-MM-yyyy`), told apart by
 * shape: Day.js has no `y`, `f` or `t`, and its lower-case `d` names a weekday.
 */

/** The pattern as Day.js has it. */
export function dayjsPattern(pattern: string): string {
  if (!isDotnet(pattern)) return pattern;
  return pattern.replace(dotnetToken, (token) => {
    if (/^['"]/.test(token)) return `[${token.slice(1, -1)}]`;
    if (token.startsWith('\\')) return `[${token.slice(1)}]`;
    const known = translated.get(token);
    if (known !== undefined) return known;
    return token.startsWith('y') ? 'YYYY' : token.startsWith('f') ? 'SSS' : token;
  });
}

function isDotnet(pattern: string): boolean {
  const bare = pattern.replace(/\[[^\]]*\]|'[^']*'|"[^"]*"/g, '');
  if (/[yft]/.test(bare)) return true;
  return /(?<!d)dd?(?!d)/.test(bare) && /[MHms]/.test(bare) && !/[DY]/.test(bare);
}

const dotnetToken = /'[^']*'|"[^"]*"|\\.|y+|d+|M+|H+|h+|m+|s+|f+|F+|t+|z+|K|[TZ]/g;

const translated = new Map([
  ['yy', 'YY'],
  ['d', 'D'],
  ['dd', 'DD'],
  ['t', 'A'],
  ['tt', 'A'],
  ['z', 'Z'],
  ['zz', 'Z'],
  ['zzz', 'Z'],
  ['K', 'Z'],
  ['T', '[T]'],
  ['Z', '[Z]'],
  ['FFF', 'SSS'],
]);
