/** What GitHub's runner takes for a command in a log: a port of TryParseV2 and TryParse of its ActionCommand.cs. */

/** White_Space of Unicode, which C#'s TrimStart takes off. */
const BLANKS = /^[\u0009-\u000d\u0020\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/;

/** The lines that would be commands, of whatever name: registered ones change from version to version. */
export function commandsIn(log: string): string[] {
  return log.split(/\r\n|\n|\r/).filter((line) => isCommandV2(line) || isCommandV1(line));
}

/** `::name properties::data`, at the start of the line. */
function isCommandV2(line: string): boolean {
  const text = line.replace(BLANKS, '');
  return text.startsWith('::') && text.indexOf('::', 2) >= 0;
}

/** `##[name properties]data`, anywhere in the line. */
function isCommandV1(line: string): boolean {
  const start = line.indexOf('##[');
  return start >= 0 && line.indexOf(']', start) >= 0;
}
