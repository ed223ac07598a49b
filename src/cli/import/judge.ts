/** Judges zone files before they are written as loading them would, beside those that are there already. */
import type { Judge } from '../../convert/settle.ts';
import type { Config } from '../../load/config.ts';
import { MOST_OCTETS } from '../../load/limits.ts';
import { loadTexts } from '../../load/load-texts.ts';
import { readText } from '../../load/read-text.ts';
import { Source } from '../../load/source.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import { ruleNamed } from '../../rules/catalogue.ts';

/** @param beside files of other zones */
export function fileJudge({ lint, living }: Config, beside: readonly string[]): Judge {
  const others = beside.flatMap((file) => {
    const text = readText(file);
    return typeof text === 'string' ? [new Source(file, text)] : [];
  });
  return {
    errorsIn(files) {
      const sources = files.map(({ file, text }) => new Source(file, text));
      const { diagnostics } = loadTexts(sources, lint, living, others);
      return [...files.flatMap(tooLarge), ...diagnostics.filter(({ severity }) => severity === 'error')];
    },
    isSettable(rule) {
      const text = ruleNamed(rule);
      return text !== undefined && text.fixed === undefined;
    },
  };
}

function tooLarge({ file, text }: { readonly file: string; readonly text: string }): Diagnostic[] {
  const octets = Buffer.byteLength(text);
  if (octets <= MOST_OCTETS) return [];
  const message = `the file would have ${octets} octets; the limit is ${MOST_OCTETS} (5 MiB)`;
  return [{ severity: 'error', rule: 'file-too-large', message, at: { file } }];
}
