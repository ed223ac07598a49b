/** A and AAAA as people write them: the text of an address and nothing else. */
import { readValue } from '../../model/value.ts';
import { TOLD, type ValueReader, wrong } from './reader.ts';

export function addressReader(type: 'A' | 'AAAA'): ValueReader {
  return (node) => {
    if (node.kind !== 'text') return TOLD;
    const { value, problem } = readValue(type, node.text);
    if (problem !== undefined) return wrong(problem.code, node, problem.message);
    return { value: { value, at: node }, mistakes: [] };
  };
}
