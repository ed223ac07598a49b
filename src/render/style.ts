/** Colour for a terminal, or none: each style is a function from text to text. */
import { styleText } from 'node:util';

const NAMES = ['bold', 'dim', 'red', 'green', 'yellow', 'cyan'] as const;

type StyleName = (typeof NAMES)[number];
export type Styles = Readonly<Record<StyleName, (text: string) => string>>;

/** Whoever knows the stream decides: `validateStream` would let styleText look at stdout, whichever stream is meant. */
export function styles(enabled: boolean): Styles {
  return enabled ? COLORED : PLAIN;
}

const COLORED = tableOf((name) => (text) => styleText(name, text, { validateStream: false }));
const PLAIN = tableOf(() => (text) => text);

function tableOf(styleOf: (name: StyleName) => (text: string) => string): Styles {
  return Object.fromEntries(NAMES.map((name) => [name, styleOf(name)])) as Record<
    StyleName,
    (text: string) => string
  >;
}
