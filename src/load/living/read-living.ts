/** Reads how a zone lives with others: `mode`, `ignore`, `protect` and `state` of a zone file or of dnssync.yaml. */
import { closest } from '../../model/suggest.ts';
import type { Living } from '../../model/zone.ts';
import type { Mistake } from '../mistake.ts';
import type { Source } from '../source.ts';
import { entryOf, type YamlMap, type YamlNode } from '../tree.ts';
import { readPatterns } from './read-patterns.ts';

export interface LivingReading {
  readonly living: Living;
  readonly mistakes: readonly Mistake[];
}

const MODES = ['full', 'additive'] as const;
const STATES = ['present', 'absent'] as const;

/** @param common what dnssync.yaml says for all zones: patterns add up, and the zone's own mode goes before the common one */
export function readLiving(source: Source, root: YamlNode | undefined, common: Living = {}): LivingReading {
  const map: YamlMap = root?.kind === 'map' ? root : { kind: 'map', entries: [], start: 0, end: 0 };
  const mistakes: Mistake[] = [];
  const word = <T extends string>(key: string, words: readonly T[]): T | undefined => {
    const node = entryOf(map, key)?.value;
    if (node?.kind !== 'text') return undefined;
    const found = words.find((each) => each === node.text);
    const nearest = closest(node.text, words);
    const hint = nearest === undefined ? '' : `; did you mean '${nearest}'?`;
    const message = `${key} is ${words.join(' or ')}, not '${node.text}'${hint}`;
    if (found === undefined) mistakes.push({ rule: 'wrong-type', span: node, message });
    return found;
  };
  const patterns = (key: 'ignore' | 'protect') => {
    const reading = readPatterns(source, key, entryOf(map, key)?.value);
    mistakes.push(...reading.mistakes);
    return [...(common[key] ?? []), ...reading.patterns];
  };
  const mode = word('mode', MODES) ?? common.mode;
  const state = word('state', STATES);
  const [ignore, protect] = [patterns('ignore'), patterns('protect')];
  return {
    living: {
      ...(mode !== undefined && { mode }),
      ...(ignore.length > 0 && { ignore }),
      ...(protect.length > 0 && { protect }),
      ...(state === 'absent' && { state }),
    },
    mistakes,
  };
}
