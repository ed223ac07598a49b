/** A record's data as people are shown it: {@link dataText}, and what the A-labels of a target stand for. */
import type { Fqdn } from '../model/name.ts';
import type { RecordData } from '../model/record.ts';
import { targetOf } from '../model/value.ts';
import { dataText } from './data-text.ts';
import { unicodeOf } from './owner.ts';

/** `10 xn--mnchen-3ya.example (münchen.example)`. */
export function shownData(data: Pick<RecordData, 'type' | 'value' | 'priority'>): string {
  const text = dataText(data);
  if (!text.includes('xn--')) return text;
  const target: Fqdn | undefined = targetOf(data);
  const unicode = target === undefined ? undefined : unicodeOf(target.slice(0, -1));
  return unicode === undefined ? text : `${text} (${unicode})`;
}
