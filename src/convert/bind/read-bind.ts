/** Reads the zone file of a name server (RFC 1035 §5, with BIND's additions): what named would load, as records. */
import type { Diagnostic } from '../../model/diagnostic.ts';
import { type Fqdn, isInZone } from '../../model/name.ts';
import { isRecordType } from '../../model/record.ts';
import { domainOf } from '../../model/zone.ts';
import type { ImportedZone } from '../imported.ts';
import type { BindInput, BindText } from './bind-input.ts';
import { shown } from './escapes.ts';
import type { Frame } from './frame.ts';
import { type GenerateProblem, type Generation, readGenerate } from './generate.ts';
import { type Head, readHead, readSeconds } from './head.ts';
import { type Entry, endOf, Lexer, type Stretch, type Token } from './lexer.ts';
import { type Owner, readName } from './name.ts';
import { Owners } from './owners.ts';
import { Places } from './places.ts';
import { readData } from './rdata.ts';
import { RRsets } from './rrsets.ts';
import { readMinimum } from './soa.ts';
import { Telling } from './telling.ts';
import { GREATEST_TTL, Ttls } from './ttls.ts';
import { isDoubled } from './zone-of.ts';

export interface BindReading {
  readonly zone: ImportedZone;
  /** Errors only: with one, named would refuse the zone, and what was read is not all of it. */
  readonly diagnostics: readonly Diagnostic[];
}

export function readBind(input: BindInput): BindReading {
  return new BindReader(input).read();
}

/** Bounds on what a file can cost. */
const DEEPEST = 10;
const MOST_INCLUDES = 1000;
const MOST_GENERATED = 200_000;

class BindReader {
  readonly #input: BindInput;
  readonly #telling: Telling;
  readonly #rrsets: RRsets;
  readonly #ttls = new Ttls();
  #includes = 0;
  #generated = 0;
  #isOfZone = false;

  constructor(input: BindInput) {
    this.#input = input;
    this.#telling = new Telling(input.zone);
    this.#rrsets = new RRsets(input.zone);
  }

  read(): BindReading {
    const { zone, file, text } = this.#input;
    this.#file(this.#input, zone, new Owners(), []);
    if (!this.#isOfZone) this.#telling.noneOfZone(new Places(file, text));
    const { records, leftOut } = this.#rrsets.settled();
    return {
      zone: { zone, records, leftOut: this.#telling.allLeftOut(leftOut) },
      diagnostics: this.#telling.diagnostics,
    };
  }

  #file({ file, text }: BindText, origin: Fqdn, owners: Owners, above: readonly string[]): void {
    const files = [...above, file];
    const frame = { places: new Places(file, text), origin: { name: origin }, owners, above: files };
    const lexer = new Lexer(text);
    for (let entry = lexer.next(); entry !== undefined; entry = lexer.next()) {
      this.#entry(frame, entry);
      if (this.#telling.isFull) return;
    }
  }

  #entry(frame: Frame, { tokens, startsBlank, problem }: Entry): void {
    const [first] = tokens;
    if (problem !== undefined) {
      this.#error(frame, problem, problem.message);
      // What follows without a name belongs to this one.
      if (!startsBlank && first !== undefined) frame.owners.lose();
      return;
    }
    if (first === undefined) return;
    if (!startsBlank && first.text.startsWith('$')) {
      this.#directive(frame, tokens, first);
      return;
    }
    if (!startsBlank) {
      const reading = readName(first.text, frame.origin.name);
      if ('problem' in reading) {
        frame.owners.lose();
        this.#error(frame, first, reading.problem);
        return;
      }
      frame.owners.enter(reading, first.text);
    } else if (frame.owners.isNone) {
      this.#error(frame, first, 'no name stands before this record; the first of a file begins with one');
      return;
    }
    const { owner } = frame.owners;
    if (owner === undefined) return;
    const end = endOf(tokens);
    const head = readHead(tokens, startsBlank ? 0 : 1, end);
    if ('problem' in head) this.#error(frame, head.at, head.problem);
    else this.#record(frame, owner, head, tokens.slice(head.next), first, end);
  }

  #record(
    frame: Frame,
    owner: Owner,
    { type, ttl }: Head,
    data: readonly Token[],
    at: Token,
    end: Stretch,
  ): void {
    const { zone, apexNs } = this.#input;
    if (type === 'SOA') {
      this.#startOfAuthority(frame, owner, ttl, data, at, end);
      return;
    }
    const seconds = this.#ttlOf(frame, ttl, at);
    if (seconds === undefined) return;
    const what = (): string => this.#telling.words(owner, type, data);
    const leave = (why: string): void => this.#telling.leave(frame.places, at, what(), why);
    const reading = isRecordType(type) ? readData(type, data, frame.origin.name, end) : undefined;
    if (reading !== undefined && 'problem' in reading) {
      this.#error(frame, reading.at, reading.problem);
      return;
    }
    if ('name' in owner && !isInZone(owner.name, zone)) {
      leave(`outside of the zone ${domainOf(zone)}; named passes over it too`);
      return;
    }
    this.#isOfZone = true;
    const name = 'name' in owner ? owner.name : owner.written;
    const set = this.#rrsets.join(name, type, seconds, frame.owners.run);
    this.#ttls.correct(set.ttl);
    if (reading === undefined || !isRecordType(type)) {
      const foreign =
        'name' in owner ? { name: owner.name, type, value: this.#telling.value(data) } : undefined;
      this.#telling.leave(frame.places, at, what(), `the API has no records of type ${type}`, foreign);
    } else if ('unsayable' in owner) leave(owner.unsayable);
    else if ('unsayable' in reading) leave(reading.unsayable);
    else {
      const { note, value, priority } = reading;
      if (note !== undefined) leave(note);
      const place = frame.places.position(at.start);
      const plain = { name: owner.name, type, value, ttl: seconds, place };
      const record = priority === undefined ? plain : { ...plain, priority };
      if (type === 'NS') frame.owners.delegatesTo(`${record.value}.` as Fqdn);
      if (type === 'NS' && owner.name === zone && !apexNs) {
        leave('the name servers of a zone are set by the service; --apex-ns takes them into the file');
        return;
      }
      this.#rrsets.add(set, record);
    }
  }

  #startOfAuthority(
    frame: Frame,
    owner: Owner,
    ttl: number | undefined,
    data: readonly Token[],
    at: Token,
    end: Stretch,
  ): void {
    const { zone } = this.#input;
    if (!('name' in owner) || (owner.name !== zone && !isDoubled(owner.name, zone))) {
      const name = 'name' in owner ? domainOf(owner.name) : '';
      const message = `SOA stands at the zone itself, ${domainOf(zone)}; is this the file of another zone, ${name}?`;
      this.#error(frame, at, message);
      return;
    }
    this.#isOfZone = true;
    const minimum = readMinimum(data, frame.origin.name, end);
    if (typeof minimum === 'object') {
      this.#error(frame, minimum.at, minimum.problem);
      return;
    }
    this.#ttls.nextSoa(ttl === undefined ? ttl : this.#limited(frame, ttl, at), minimum);
    const what = this.#telling.words(owner, 'SOA', data);
    this.#telling.leave(frame.places, at, what, 'the SOA of a zone is made by the service');
  }

  /** Undefined where there is none to take, which is told. */
  #ttlOf(frame: Frame, ttl: number | undefined, at: Stretch): number | undefined {
    const seconds = this.#ttls.next(ttl === undefined ? ttl : this.#limited(frame, ttl, at));
    if (seconds !== undefined) return seconds;
    const message = "this record has no TTL, and no line before it sets one; write '$TTL 3600' at the top";
    this.#error(frame, at, message);
    return undefined;
  }

  #limited(frame: Frame, ttl: number, at: Stretch): number {
    if (ttl <= GREATEST_TTL) return ttl;
    const why = `more than ${GREATEST_TTL} seconds: named takes it for 0, and so it is here (RFC 2181 section 8)`;
    this.#telling.leave(frame.places, at, `ttl ${ttl}`, why);
    return 0;
  }

  #directive(frame: Frame, tokens: readonly Token[], at: Token): void {
    const [, first, second, ...more] = tokens;
    const name = at.text.toUpperCase();
    switch (name) {
      case '$ORIGIN':
        if (first === undefined || second !== undefined) this.#error(frame, at, '$ORIGIN takes one name');
        else this.#origin(frame, first);
        return;
      case '$TTL': {
        const ttl = second === undefined && first !== undefined ? readSeconds(first.text) : undefined;
        if (ttl === undefined) this.#error(frame, first ?? at, '$TTL takes one time, as in 3600 or 1h');
        else this.#ttls.set(this.#limited(frame, ttl, at));
        return;
      }
      case '$INCLUDE':
        if (first === undefined || more.length > 0) {
          this.#error(frame, at, '$INCLUDE takes a file, and a name where its names begin elsewhere');
        } else this.#include(frame, first, second);
        return;
      case '$GENERATE':
        this.#generate(frame, tokens, at);
        return;
      default: {
        const message = `'${shown(at.text)}' is no directive; known are $ORIGIN, $TTL, $INCLUDE and $GENERATE`;
        this.#error(frame, at, message);
      }
    }
  }

  #origin(frame: Frame, token: Token): void {
    const reading = readName(token.text, frame.origin.name);
    if ('name' in reading) frame.origin.name = reading.name;
    else this.#error(frame, token, 'problem' in reading ? reading.problem : reading.unsayable);
  }

  #include(frame: Frame, path: Token, origin: Token | undefined): void {
    const reading =
      origin === undefined ? { name: frame.origin.name } : readName(origin.text, frame.origin.name);
    const refuse = (message: string): void => this.#error(frame, path, message, 'bind-include');
    if (!('name' in reading)) {
      this.#error(frame, origin ?? path, 'problem' in reading ? reading.problem : reading.unsayable);
      return;
    }
    this.#includes++;
    const found = this.#input.include(Buffer.from(path.text, 'latin1').toString('utf8'));
    if ('problem' in found) refuse(found.problem);
    else if (frame.above.includes(found.file))
      refuse('this file is being read already: it would include itself');
    else if (frame.above.length > DEEPEST) refuse(`files within files go no deeper than ${DEEPEST}`);
    else if (this.#includes > MOST_INCLUDES) refuse(`more than ${MOST_INCLUDES} files are included`);
    else {
      frame.owners.interrupt();
      this.#file(found, reading.name, frame.owners.inherited(), frame.above);
    }
  }

  #generate(frame: Frame, tokens: readonly Token[], at: Token): void {
    const end = endOf(tokens);
    const problem = this.#generateAll(frame, readGenerate(tokens, end), at, tokens[2] ?? at, end);
    if (problem !== undefined) this.#error(frame, problem.at, problem.problem, 'bind-generate');
  }

  #generateAll(
    frame: Frame,
    generation: Generation | GenerateProblem,
    at: Token,
    name: Token,
    end: Stretch,
  ): GenerateProblem | undefined {
    if ('problem' in generation) return generation;
    const { head, count } = generation;
    if (this.#ttlOf(frame, head.ttl, at) === undefined) return undefined;
    this.#generated += count;
    if (this.#generated > MOST_GENERATED)
      return { problem: `more than ${MOST_GENERATED} records would be generated`, at };
    const problems = this.#telling.diagnostics.length;
    for (const one of generation.each()) {
      if ('problem' in one) return one;
      const owner = readName(one.name, frame.origin.name);
      if ('problem' in owner) return { problem: owner.problem, at: name };
      this.#record({ ...frame, owners: Owners.of(owner) }, owner, head, one.data, at, end);
      // The others would be wrong in the same way.
      if (this.#telling.diagnostics.length > problems) return undefined;
    }
    return undefined;
  }

  #error(frame: Frame, at: Stretch, message: string, rule = 'bind-syntax'): void {
    this.#telling.error(frame.places, at, message, rule);
  }
}
