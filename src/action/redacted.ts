/** A text as it may leave the process, for what is no stream: comments, issues, files. */
import type { Host } from '../cli/host.ts';

/** Harmless, and without anything that is to be concealed: it passes the one outlet of all output. */
export function redacted(host: Host, text: string): string {
  let out = '';
  host
    .streamTo((more) => {
      out += more;
    })
    .write(text);
  return out;
}
