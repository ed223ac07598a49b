/** The domain of an SPF term: a name, or one with macros that only a receiver can fill in (RFC 7208 §7.1). */
import { type Fqdn, presentTarget, readAbsoluteName } from '../../model/name.ts';
import { quoted } from './texts.ts';

export interface SpfDomain {
  /** Absent where macros decide. */
  readonly name?: Fqdn;
  /** What follows the last macro from its first dot on: any name below it may be meant. Absent without macros. */
  readonly below?: Fqdn;
}

/** Reads a domain-spec; a text where it is none says why. */
export function readSpfDomain(text: string): SpfDomain | string {
  if (/[^!-~]/.test(text)) return notAscii(text);
  if (!text.includes('%')) return readName(text);
  const literal = text.replace(MACRO, '');
  if (literal.includes('%'))
    return `${quoted(text)} has a '%' that begins no macro; macros are %{i}, %{d} and the like`;
  const end = text.slice(Math.max(text.lastIndexOf('}'), text.lastIndexOf('%')) + 1);
  // A name ends in a macro or in a top-level label.
  const problem = end === '' || !end.includes('.') ? undefined : topLabelProblem(text);
  if (problem !== undefined) return problem;
  const below = end.slice(end.indexOf('.') + 1);
  const reading = end.includes('.') ? readAbsoluteName(below) : undefined;
  return { below: reading?.name ?? ('.' as Fqdn) };
}

const MACRO = /%(?:[%_-]|\{[slodiphcrtv]\d*r?[.\-+,/_=]*\})/gi;

function readName(text: string): SpfDomain | string {
  const odd = /[^\w.-]/.exec(text)?.[0];
  if (odd !== undefined) return `${quoted(text)} is no domain ('${odd}')`;
  if (/^\d+\.\d+\.\d+\.\d+$/.test(text)) return `${text} is an address; write ip4:${text}`;
  const { name, problem } = readAbsoluteName(text);
  if (name === undefined) return `${quoted(text)} is no domain: ${quoted(problem.message).slice(1, -1)}`;
  if (!presentTarget(name).includes('.')) return `'${text}' is one label; write the domain in full`;
  return topLabelProblem(text) ?? { name };
}

/** RFC 7208 §7.1, toplabel: letters, digits and inner hyphens, not digits alone. None ends in '-all': that is a term. */
function topLabelProblem(text: string): string | undefined {
  const bare = text.endsWith('.') ? text.slice(0, -1) : text;
  const label = bare.slice(bare.lastIndexOf('.') + 1);
  const isSound =
    label.length <= 63 && /^[a-z0-9-]+$/i.test(label) && /[a-z-]/i.test(label) && !/^-|-$|-all$/i.test(label);
  return isSound ? undefined : `${quoted(text)} is no domain: it cannot end in '.${quoted(label).slice(1)}`;
}

function notAscii(text: string): string {
  const { name } = readAbsoluteName(text);
  const hint = name === undefined ? 'letters, digits and hyphens' : `'${presentTarget(name)}'`;
  return `${quoted(text)} has characters that SPF cannot carry; write ${hint}`;
}
