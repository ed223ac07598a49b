/** Moves through a text of everyday shape, one piece of a line after the other; what it does not know it does not pass. */
import type { YamlText } from '../../tree.ts';

const SPACE = 0x20;
const LINE_FEED = 0x0a;
/** Known before a line feed only, so that it ends a line wherever it stands. */
const RETURN = 0x0d;
const HASH = 0x23;
const COLON = 0x3a;
const BACKSLASH = 0x5c;
const QUOTE = 0x22;

/** A plain key, up to its colon. */
const KEY = /[\w\xa1-\uffff][\w.\-/\xa1-\uffff]*/y;

/** What a plain text may begin with: no indicator, whatever follows it. */
const START = /[\w.~/+=$^();\\\xa1-\uffff]|:[\w:]/y;

/** YAML wants the colon of a key within 1,024 characters. */
const LONGEST_KEY = 1000;

export class Scanner {
  readonly #text: string;
  /** The offset of what is read next. */
  at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  get isAtEnd(): boolean {
    return this.at === this.#text.length;
  }

  /** From the start of a line goes to what stands on it, or on the next that holds anything; gives its indentation. */
  indentation(): number {
    for (;;) {
      const start = this.at;
      this.blanks();
      if (!this.#isLineEnd(start)) return this.at - start;
      if (this.isAtEnd) return -1;
      this.#nextLine();
    }
  }

  /** Whether nothing more stands on this line; goes to the start of the next then. */
  endsLine(): boolean {
    const start = this.at;
    this.blanks();
    if (!this.#isLineEnd(start)) return false;
    this.#nextLine();
    return true;
  }

  /** Passes blanks, and tells whether there were any. */
  blanks(): boolean {
    const start = this.at;
    while (this.#text.charCodeAt(this.at) === SPACE) this.at++;
    return this.at > start;
  }

  /** Whether a character is next; passes it then. */
  takes(character: string): boolean {
    if (!this.isNext(character)) return false;
    this.at++;
    return true;
  }

  isNext(character: string): boolean {
    return this.#text[this.at] === character;
  }

  /** Whether an item of a block list is next. */
  isItem(): boolean {
    return this.isNext('-') && this.#text[this.at + 1] === ' ';
  }

  /** Passes a key, its colon included; passes nothing where none is next. */
  key(): YamlText | undefined {
    const start = this.at;
    const key = this.#quoted() ?? this.#plainKey();
    const isKey =
      key !== undefined && this.takes(':') && key.end - start < LONGEST_KEY && this.#isBlank(this.at);
    if (isKey) return key;
    this.at = start;
    return undefined;
  }

  /** Passes a plain or quoted text of one line. */
  text(isInFlow: boolean): YamlText | undefined {
    return this.#quoted() ?? this.#plain(isInFlow);
  }

  #plainKey(): YamlText | undefined {
    KEY.lastIndex = this.at;
    return KEY.test(this.#text) ? this.#pass(KEY.lastIndex) : undefined;
  }

  #plain(isInFlow: boolean): YamlText | undefined {
    START.lastIndex = this.at;
    return START.test(this.#text) ? this.#pass(this.#plainEnd(isInFlow)) : undefined;
  }

  #pass(end: number): YamlText {
    const start = this.at;
    this.at = end;
    return { kind: 'text', text: this.#text.slice(start, end), style: 'plain', start, end };
  }

  /** YAML 1.2 section 7.3.3: a plain text ends before `: `, ` #`, and in flow collections before their indicators. */
  #plainEnd(isInFlow: boolean): number {
    let end = this.at;
    for (let at = this.at; at < this.#text.length; at++) {
      const code = this.#text.charCodeAt(at);
      if (code === LINE_FEED || code === RETURN) break;
      if (code === SPACE) {
        if (this.#text.charCodeAt(at + 1) === HASH) break;
        continue;
      }
      if (isInFlow && isFlowIndicator(code)) break;
      if (
        code === COLON &&
        (this.#isBlank(at + 1) || (isInFlow && isFlowIndicator(this.#text.charCodeAt(at + 1))))
      )
        break;
      end = at + 1;
    }
    return end;
  }

  #quoted(): YamlText | undefined {
    const start = this.at;
    const mark = this.#text[start];
    if (mark !== '"' && mark !== "'") return undefined;
    const end = mark === '"' ? this.#doubleQuotedEnd() : this.#singleQuotedEnd();
    if (end === undefined) return undefined;
    this.at = end;
    const inner = this.#text.slice(start + 1, end - 1);
    const text = mark === '"' ? inner.replaceAll(/\\(.)/g, '$1') : inner.replaceAll("''", "'");
    return { kind: 'text', text, style: 'quoted', start, end };
  }

  /** Of all escapes, those that stand for themselves. */
  #doubleQuotedEnd(): number | undefined {
    for (let at = this.at + 1; at < this.#text.length; at++) {
      const code = this.#text.charCodeAt(at);
      if (code === LINE_FEED) return undefined;
      if (code === QUOTE) return at + 1;
      if (code !== BACKSLASH) continue;
      at++;
      const escaped = this.#text.charCodeAt(at);
      if (escaped !== BACKSLASH && escaped !== QUOTE) return undefined;
    }
    return undefined;
  }

  #singleQuotedEnd(): number | undefined {
    for (let at = this.at + 1; at < this.#text.length; at++) {
      const character = this.#text[at];
      if (character === '\n') return undefined;
      if (character !== "'") continue;
      if (this.#text[at + 1] !== "'") return at + 1;
      at++;
    }
    return undefined;
  }

  #isBlank(at: number): boolean {
    const code = this.#text.charCodeAt(at);
    return code === SPACE || code === LINE_FEED || code === RETURN || at >= this.#text.length;
  }

  /** At a line feed, at the end, or at a comment, which stands at the start of a line or after blanks. */
  #isLineEnd(blanksFrom: number): boolean {
    const code = this.#text.charCodeAt(this.at);
    if (code === HASH)
      return this.at > blanksFrom || this.at === 0 || this.#text.charCodeAt(this.at - 1) === LINE_FEED;
    return code === LINE_FEED || code === RETURN || this.isAtEnd;
  }

  #nextLine(): void {
    const lineFeed = this.#text.indexOf('\n', this.at);
    this.at = lineFeed < 0 ? this.#text.length : lineFeed + 1;
  }
}

function isFlowIndicator(code: number): boolean {
  return code === 0x2c || code === 0x5b || code === 0x5d || code === 0x7b || code === 0x7d;
}
