/** The last look at a text before it leaves the process: what {@link safe} was forgotten for, or what arose where safe parts met. */
import { HARMFUL, visible } from './safe.ts';

/** Our own colours; nothing else that begins with ESC is ours. */
const COLOUR = String.raw`\x1b\[[\d;]*m`;
/** Tabs stand in examples of ours and can rewrite nothing; values have theirs escaped before they come here. */
const UNSAFE = new RegExp(String.raw`${COLOUR}|(?<=##)\[|(?![\n\t])(?:${HARMFUL})`, 'gu');
/** A line that begins with `::` is a command for GitHub's runner, blanks before it or not (ActionCommand.cs, TryParseV2). */
const COMMAND = new RegExp(String.raw`^((?:[ \t]|${COLOUR})*):(?=:)`, 'gm');
const PLAIN = /^[\n\t -~]*$/;

/**
 * The same text where all parts of it were safe and none of its lines is a command; line feeds and colours stay.
 *
 * @param mayCommand whether lines that begin with `::` are meant: those of `--format github`
 */
export function sealed(text: string, mayCommand = false): string {
  const visibleText =
    PLAIN.test(text) && !text.includes('##[')
      ? text
      : text.replace(UNSAFE, (found) =>
          found.length > 1 && found.startsWith('\x1b') ? found : visible(found),
        );
  return mayCommand || !visibleText.includes('::') ? visibleText : visibleText.replace(COMMAND, '$1\\x3a');
}
