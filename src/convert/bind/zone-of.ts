/** Which zone a zone file is of: told by its SOA, by $ORIGIN, and at last by the file's name. */
import { type Fqdn, readAbsoluteName } from '../../model/name.ts';
import { Lexer, type Token } from './lexer.ts';
import { readName } from './name.ts';

/** Entries before the SOA are few: directives and comments. */
const MOST_ENTRIES = 1000;

/** Undefined where nothing tells. `file` is the file's name without its folders. */
export function zoneOf(text: string, file: string): Fqdn | undefined {
  const named = zoneOfFileName(file);
  let origin: Fqdn | undefined;
  const lexer = new Lexer(text);
  for (let count = 0; count < MOST_ENTRIES; count++) {
    const entry = lexer.next();
    if (entry === undefined) break;
    const [first, second] = entry.tokens;
    if (first === undefined) continue;
    if (first.text.toUpperCase() === '$ORIGIN') origin = absolute(second, origin ?? named) ?? origin;
    if (!entry.startsBlank && isSoa(entry.tokens)) {
      const name = zone(absolute(first, origin ?? named)) ?? named;
      return name !== undefined && named !== undefined && isDoubled(name, named) ? named : name;
    }
  }
  return zone(origin) ?? named;
}

/** Whether the name of a SOA lacks its final dot, as in the exports of Cloudflare: no zone is called so. */
export function isDoubled(name: Fqdn, zone: Fqdn): boolean {
  return name === `${zone}${zone}`;
}

/** Whether any of these files could be of a zone: it has a SOA, as all zones have. */
export function hasSoa(text: string): boolean {
  const lexer = new Lexer(text);
  for (let count = 0; count < MOST_ENTRIES; count++) {
    const entry = lexer.next();
    if (entry === undefined) return false;
    if (isSoa(entry.tokens)) return true;
  }
  return false;
}

function isSoa(tokens: readonly Token[]): boolean {
  return tokens.slice(1, 4).some(({ text, quoted }) => !quoted && text.toUpperCase() === 'SOA');
}

/** A name that needs no origin, or has one. */
function absolute(token: Token | undefined, origin: Fqdn | undefined): Fqdn | undefined {
  if (token === undefined || (origin === undefined && !token.text.endsWith('.'))) return undefined;
  const reading = readName(token.text, origin ?? ('.' as Fqdn));
  return 'name' in reading ? reading.name : undefined;
}

/** `.` and `com.` are nobody's zones here. */
function zone(name: Fqdn | undefined): Fqdn | undefined {
  return name !== undefined && name.indexOf('.') < name.length - 1 ? name : undefined;
}

/** `example.com.zone`, `db.example.com`, `example.com`. */
function zoneOfFileName(file: string): Fqdn | undefined {
  const bare = file.replace(/^db\./i, '').replace(/\.(?:zone|db|hosts|bind|dns|txt|signed|master)$/i, '');
  return zone(readAbsoluteName(bare).name);
}
