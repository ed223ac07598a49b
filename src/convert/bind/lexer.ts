/** Cuts the text of a zone file (RFC 1035 §5.1) into entries, and these into tokens; what tokens mean is not told here. */

/** A stretch of the text; offsets in octets. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

export interface Token extends Stretch {
  /** As it stands, escapes and all, but without the quotes around it. */
  readonly text: string;
  readonly quoted: boolean;
}

/** What stands on one line, or on several between brackets. */
export interface Entry {
  /** Empty only where there is a problem. */
  readonly tokens: readonly Token[];
  /** Whether its line begins with a blank: then it has no owner of its own. */
  readonly startsBlank: boolean;
  readonly problem?: Stretch & { readonly message: string };
}

const NUL = 0x00;
const TAB = 0x09;
const LINE_FEED = 0x0a;
const RETURN = 0x0d;
const SPACE = 0x20;
const QUOTE = 0x22;
const OPEN = 0x28;
const CLOSE = 0x29;
const SEMICOLON = 0x3b;
const BACKSLASH = 0x5c;

export class Lexer {
  readonly #text: string;
  #at: number;

  /** @param text one character an octet (latin1) */
  constructor(text: string) {
    this.#text = text;
    // A byte order mark of UTF-8, which editors leave and named takes for a part of the first name.
    this.#at = text.startsWith('\xef\xbb\xbf') ? 3 : 0;
  }

  /** The next entry; undefined at the end. */
  next(): Entry | undefined {
    const text = this.#text;
    const tokens: Token[] = [];
    let startsBlank = this.#isBlank(this.#at);
    let depth = 0;
    let opened = 0;
    const end = (message?: string, start = this.#at, stop = start + 1): Entry => {
      if (message === undefined) return { tokens, startsBlank };
      return { tokens, startsBlank, problem: { start, end: stop, message } };
    };
    for (;;) {
      const { length } = text;
      const at = this.#at;
      if (at >= length) {
        if (depth > 0) return end("this '(' is never closed", opened);
        return tokens.length === 0 ? undefined : end();
      }
      const code = text.charCodeAt(at);
      switch (code) {
        case SPACE:
        case TAB:
          this.#at++;
          break;
        case RETURN:
        case LINE_FEED:
          this.#at++;
          if (depth > 0) break;
          if (code === RETURN && text.charCodeAt(at + 1) === LINE_FEED) this.#at++;
          if (tokens.length > 0) return end();
          startsBlank = this.#isBlank(this.#at);
          break;
        case SEMICOLON: {
          const lineFeed = text.indexOf('\n', at);
          this.#at = lineFeed < 0 ? length : lineFeed;
          break;
        }
        case OPEN:
          if (depth === 0) opened = at;
          depth++;
          this.#at++;
          break;
        case CLOSE:
          if (depth === 0) {
            this.#skipLine();
            return end("this ')' closes nothing", at);
          }
          depth--;
          this.#at++;
          break;
        case QUOTE: {
          const close = this.#quoteEnd(at + 1);
          if (close === undefined) {
            this.#skipLine();
            return end('this quote is not closed on its line', at);
          }
          tokens.push({ text: text.slice(at + 1, close), quoted: true, start: at, end: close + 1 });
          this.#at = close + 1;
          break;
        }
        case NUL:
          this.#skipLine();
          return end('a NUL octet stands here; is this a text file?', at);
        default: {
          const stop = this.#stringEnd(at);
          tokens.push({ text: text.slice(at, stop), quoted: false, start: at, end: stop });
          this.#at = stop;
        }
      }
    }
  }

  #isBlank(at: number): boolean {
    const code = this.#text.charCodeAt(at);
    return code === SPACE || code === TAB;
  }

  #skipLine(): void {
    const lineFeed = this.#text.indexOf('\n', this.#at);
    this.#at = lineFeed < 0 ? this.#text.length : lineFeed + 1;
  }

  /** Where the quote that closes stands; a line may end within only where it is escaped. */
  #quoteEnd(start: number): number | undefined {
    for (let at = start; at < this.#text.length; at++) {
      const code = this.#text.charCodeAt(at);
      if (code === QUOTE) return at;
      if (code === LINE_FEED) return undefined;
      if (code === BACKSLASH) at++;
    }
    return undefined;
  }

  #stringEnd(start: number): number {
    for (let at = start; at < this.#text.length; at++) {
      switch (this.#text.charCodeAt(at)) {
        case LINE_FEED:
        case RETURN:
        case SPACE:
        case TAB:
        case OPEN:
        case CLOSE:
        case QUOTE:
        case SEMICOLON:
        case NUL:
          return at;
        case BACKSLASH: {
          const next = this.#text.charCodeAt(at + 1);
          if (next !== LINE_FEED && next !== RETURN) at++;
        }
      }
    }
    return this.#text.length;
  }
}

/** The last token, as the place of what is missing after it. */
export function endOf(tokens: readonly Token[]): Stretch {
  const { start = 0, end = 0 } = tokens.at(-1) ?? {};
  return { start, end };
}
