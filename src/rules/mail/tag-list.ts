/** Tag lists: `name=value; name=value`, the form of DKIM, DMARC, MTA-STS and TLS-RPT records (RFC 6376 §3.2). */
import { firstFew, quoted } from './texts.ts';

export interface Tag {
  readonly name: string;
  /** Without the blanks around it. */
  readonly value: string;
}

export interface TagList {
  /** In their order; of two with one name the first. */
  readonly tags: ReadonlyMap<string, string>;
  readonly first: Tag | undefined;
  /** What is wrong with the form, in words: the first few. */
  readonly problems: readonly string[];
}

export function readTagList(text: string): TagList {
  const tags = new Map<string, string>();
  const problems: string[] = [];
  let first: Tag | undefined;
  const parts = text.split(';');
  // One ';' may stand at the end.
  if (parts.length > 1 && parts.at(-1)?.trim() === '') parts.pop();
  for (const part of parts) {
    const tag = readTag(part);
    if (typeof tag === 'string') problems.push(tag);
    else if (tags.has(tag.name)) problems.push(`tag '${tag.name}' stands twice; take one out`);
    else {
      tags.set(tag.name, tag.value);
      first ??= tag;
    }
  }
  return { tags, first, problems: firstFew(problems) };
}

function readTag(text: string): Tag | string {
  // A backslash before ';' is what zone files have; txt-backslash tells it.
  const part = text.replace(/\\$/, '').trim();
  if (part === '') return "nothing stands between two ';'; take one out";
  const sign = part.indexOf('=');
  const name = part.slice(0, Math.max(sign, 0)).trim();
  if (/^[A-Za-z][A-Za-z0-9_-]*$/.test(name)) return { name, value: part.slice(sign + 1).trim() };
  if (/^(?:mailto|https?):/i.test(part))
    return `addresses are separated by ',' and not by ';': ${quoted(part)}`;
  return `${quoted(part)} is no tag; write it as name=value`;
}
