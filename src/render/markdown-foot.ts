/** The foot of a comment or summary: the commit, the run, the hash, how to see it oneself; and a hidden line of the host's. */
import { codeSpan } from './markup.ts';

export interface MarkdownFoot {
  /** The commit that was looked at. */
  readonly commit?: string;
  /** The page of the run. */
  readonly runUrl?: string;
  /** The hash of the plan, by which a person may approve just it. */
  readonly hash?: string;
  /** What shows the same at a terminal. */
  readonly command?: string;
  /** The last line as it is: a marker, which nobody sees. */
  readonly marker?: string;
}

export function footLines({ commit, runUrl, hash, command, marker }: MarkdownFoot): string[] {
  const parts = [
    ...(commit === undefined ? [] : [`commit ${codeSpan(commit.slice(0, 12))}`]),
    ...(runUrl === undefined || !isPlainUrl(runUrl) ? [] : [`[run](${runUrl})`]),
    ...(hash === undefined ? [] : [`plan ${codeSpan(hash)}`]),
    ...(command === undefined ? [] : [`to see it yourself: ${codeSpan(command)}`]),
  ];
  return [
    ...(parts.length === 0 ? [] : ['', parts.join(' · ')]),
    ...(marker === undefined ? [] : ['', marker]),
  ];
}

/** A link that cannot end early and leads to the web. */
function isPlainUrl(text: string): boolean {
  return /^https?:\/\/[\w.:[\]-]+(\/[\w./?=&%#~+-]*)?$/.test(text);
}
