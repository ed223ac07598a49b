/** Why BIND refused a zone file, found in what it prints: of many lines the one that names the record. */

export class Complaint {
  #latest: string | undefined;
  #refusal: string | undefined;

  /** Undefined as long as the file was not refused. */
  get refusal(): string | undefined {
    return this.#refusal;
  }

  /** A line on a place in the file, warnings included. */
  hearOfFile(line: string, text: string): void {
    this.#latest = `line ${line}: ${text}`;
  }

  /** A line on the zone as a whole. */
  hearOfZone(text: string): void {
    const cause = /^loading from \w+ file .* failed: (.*)$/.exec(text)?.[1];
    if (cause !== undefined) {
      // The line before may be a warning about something else.
      if (!this.#latest?.includes(wordsOf(cause))) this.#latest = cause;
    } else if (text === 'not loaded due to errors.') {
      this.#refusal = this.#latest ?? text;
    } else {
      this.#latest = text;
    }
  }
}

/** 'unknown class/type' is said of a line that speaks of an 'unknown RR type'. */
function wordsOf(cause: string): string {
  return cause === 'unknown class/type' ? 'unknown RR type' : cause;
}

const ofFile = /(?:^|[ ])(zones\/\S+?\.zone)(?:\.new)?:(\d+): (.*)$/;
const ofZone = /(?:^|[ ])zone (\S+)\/IN: (.*)$/;

/** What one line of BIND's is about, and tells it. @param find the complaint about a file or a zone */
export function hearLine(
  line: string,
  find: (about: { readonly path?: string; readonly domain?: string }) => Complaint | undefined,
): void {
  const file = ofFile.exec(line);
  if (file !== null) {
    const [, path = '', number = '', text = ''] = file;
    find({ path })?.hearOfFile(number, text);
    return;
  }
  const zone = ofZone.exec(line);
  if (zone !== null) {
    const [, domain = '', text = ''] = zone;
    find({ domain })?.hearOfZone(text);
  }
}
