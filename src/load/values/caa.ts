/** CAA as people write it: `flags tag "value"`, or `{ flags, tag, value }`; judged as RFC 8659 has certificate authorities read it. */
import { formatCaa, readCaa } from '../../model/value/caa.ts';
import { decodeQuoted } from '../../model/value/quoted.ts';
import { badHostLabel } from '../../rules/host-name.ts';
import type { Mistake } from '../mistake.ts';
import type { Span } from '../source.ts';
import { entryOf, type YamlMap } from '../tree.ts';
import { readNumber } from './number.ts';
import { type DeclaredReading, TOLD, type ValueReader, wrong } from './reader.ts';

export const readCaaValue: ValueReader = (node) => {
  if (node.kind === 'map') return fromMap(node);
  const { value, problem } = readCaa(node.text);
  if (problem !== undefined) {
    const hint = /^[^\s;"]+$/.test(node.text) ? `; write '0 issue "${node.text}"'` : '';
    return wrong(problem.code, node, `${problem.message}${hint}`);
  }
  return judge(value, node, node);
};

function fromMap(map: YamlMap): DeclaredReading {
  const [flags, tag, value] = ['flags', 'tag', 'value'].map((key) => entryOf(map, key)?.value);
  if (tag?.kind !== 'text' || value?.kind !== 'text' || (flags !== undefined && flags.kind !== 'text'))
    return TOLD;
  const number = flags === undefined ? 0 : readNumber('caa-flags', 'flags', flags, [0, 255]);
  if (typeof number === 'object') return { mistakes: [number] };
  if (value.text.startsWith('"')) {
    return wrong(
      'caa-value',
      value,
      'the value of a CAA map stands without quotes of its own; take them out',
    );
  }
  const text = readCaa(formatCaa(number, tag.text, Buffer.from(value.text, 'utf8')));
  if (text.problem !== undefined) return wrong(text.problem.code, tag, text.problem.message);
  return judge(text.value, value, map);
}

/** `canonical` is as {@link readCaa} gives it; `place` is what a mistake in the value points at. */
function judge(canonical: string, place: Span, span: Span): DeclaredReading {
  const [, tag = '', quoted = ''] = /^\d+ (\S+) (.*)$/.exec(canonical) ?? [];
  const decoded = decodeQuoted(quoted);
  const value = decoded !== undefined && 'octets' in decoded ? decoded.octets.toString('utf8') : '';
  const problem =
    tag === 'iodef' ? iodefProblem(value) : ISSUE_TAGS.has(tag) ? issueProblem(value) : undefined;
  if (problem === undefined) return { value: { value: canonical, at: span }, mistakes: [] };
  const mistake: Mistake = {
    rule: tag === 'iodef' ? 'caa-iodef' : 'caa-issue',
    message: problem,
    span: place,
  };
  return { mistakes: [mistake] };
}

const ISSUE_TAGS: ReadonlySet<string> = new Set(['issue', 'issuewild', 'issuemail']);

/** RFC 8659 §4.2: `[domain] [; tag=value]…`. A value out of that form lets nobody issue. */
function issueProblem(value: string): string | undefined {
  const [domain = '', ...parameters] = value.split(';').map((part) => part.trim());
  const scheme = /^[a-z][a-z0-9+.-]*:\/\//i.exec(domain)?.[0];
  if (scheme !== undefined) return `'${domain}' is a URL; leave out '${scheme}'`;
  if (domain.startsWith('*.'))
    return `'${domain}' is no domain of an authority; issuewild is for wildcards, write '${domain.slice(2)}'`;
  if (domain !== '' && badHostLabel(domain.toLowerCase()) !== undefined) {
    return `'${domain}' is no domain of a certificate authority; write one, or ';' for none at all`;
  }
  const odd = parameters.find(
    (part) => part !== '' && !/^[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\s*=\s*[!-:<-~]*$/.test(part),
  );
  return odd === undefined
    ? undefined
    : `'${odd}' is not 'tag=value', as RFC 8659 has it; nobody could issue`;
}

/** RFC 8659 §4.4. */
function iodefProblem(value: string): string | undefined {
  return /^(?:mailto|https?):./i.test(value)
    ? undefined
    : `iodef is a mailto:, http: or https: URL, not '${value}'`;
}
