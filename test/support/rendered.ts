/** Markdown as a reader's page shows it: rendered by a kept renderer, parsed by a kept parser, and what it holds that nobody asked for. */
import MarkdownIt from 'markdown-it';
import { type DefaultTreeAdapterTypes, parseFragment } from 'parse5';

type Node = DefaultTreeAdapterTypes.ChildNode;

/** As GitHub is: raw HTML passes, and addresses become links by themselves. */
const renderer = new MarkdownIt({ html: true, linkify: true });

const ALLOWED = new Set(
  'h3 h4 p details summary code pre ul li blockquote strong table thead tbody tr th td a em'.split(' '),
);

/** What GitHub makes a link or a notice of, outside of code: mentions, issues, addresses. */
const ALIVE = /@[a-z\d]|#\d|\bhttps?:|\bwww\.|\bGH-\d|[\w.+-]+@[\w-]+\.\w/i;

export interface Rendered {
  /** Tags that are not allowed, attributes that are not known, links, comments, text that would come alive. */
  readonly offences: readonly string[];
  /** The text of code blocks and spans. */
  readonly code: readonly string[];
  /** All text, in order. */
  readonly text: string;
}

/** @param links the only places that may be linked to */
export function rendered(
  markdown: string,
  links: readonly string[] = [],
  comments: readonly string[] = [],
): Rendered {
  const offences: string[] = [];
  const code: string[] = [];
  let text = '';
  const visit = (node: Node, inCode: boolean): void => {
    if (node.nodeName === '#text') {
      const { value } = node as DefaultTreeAdapterTypes.TextNode;
      text += value;
      if (inCode) code.push(value);
      else if (ALIVE.test(value)) offences.push(`alive: ${value}`);
      return;
    }
    if (node.nodeName === '#comment') {
      const { data } = node as DefaultTreeAdapterTypes.CommentNode;
      if (!comments.includes(data)) offences.push(`comment: ${data}`);
      return;
    }
    const { tagName, attrs, childNodes } = node as DefaultTreeAdapterTypes.Element;
    if (!ALLOWED.has(tagName)) offences.push(`tag: ${tagName}`);
    for (const { name, value } of attrs ?? []) {
      const isKnown =
        (tagName === 'details' && name === 'open') ||
        (tagName === 'code' && name === 'class' && value === 'language-diff') ||
        (tagName === 'a' && name === 'href' && links.includes(value));
      if (!isKnown) offences.push(`attribute: ${tagName} ${name}=${value}`);
    }
    for (const child of childNodes ?? []) visit(child, inCode || tagName === 'code');
  };
  for (const node of parseFragment(renderer.render(markdown)).childNodes) visit(node, false);
  return { offences, code, text };
}
