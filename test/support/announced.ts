/** Reads the sentences in which a plan announces its gaps: which names and types they speak of, and for how long. */

export interface Announced {
  readonly name: string;
  /** Also what stands below the name. */
  readonly tree: boolean;
  /** Undefined where they speak of all types. */
  readonly types: ReadonlySet<string> | undefined;
}

const LONG = String.raw`for about (?:one API call|\d+ API calls)`;
const ONE = new RegExp(`^(\\S+)( and the names below it)? (?:may )?ha(?:s|ve) no (.+) ${LONG}(?:[ :]|$)`);
const EITHER = new RegExp(`^(.+) may have no answer ${LONG}: two changes wait for each other$`);

/** Throws where a sentence does not say name, type and length. */
export function readGaps(gaps: readonly string[]): Announced[] {
  return gaps.flatMap((gap) => gap.split('; ').flatMap(readGap));
}

function readGap(gap: string): Announced[] {
  const either = EITHER.exec(gap)?.[1];
  if (either !== undefined) {
    return either.split(' or ').map((text) => {
      const [, name, type] = /^(\S+) \(([A-Z]+)\)$/.exec(text) ?? [];
      if (name === undefined || type === undefined) throw new Error(`a gap without name and type: ${gap}`);
      return { name: `${name}.`, tree: false, types: typesOf([type]) };
    });
  }
  const [, name, tree, types] = ONE.exec(gap) ?? [];
  if (name === undefined || types === undefined) {
    throw new Error(`a gap without name, type or length: ${gap}`);
  }
  const isAny = types === 'answer of any type';
  return [
    { name: `${name}.`, tree: tree !== undefined, types: isAny ? undefined : typesOf(types.split(', ')) },
  ];
}

/** An alias and a delegation answer for all types, A and AAAA for an address. */
function typesOf(types: readonly string[]): ReadonlySet<string> | undefined {
  if (types.includes('CNAME') || types.includes('NS')) return undefined;
  const isAddress = types.includes('A') || types.includes('AAAA');
  return new Set(isAddress ? [...types, 'address'] : types);
}
