/** dmarc-*: what a domain asks of receivers for mail that fails (RFC 9989, which obsoletes RFC 7489; dns-rules 5). */
import { closest } from '../../model/suggest.ts';
import type { ZoneRule } from '../rule.ts';
import type { JudgedName, JudgedZone, Verdict } from '../zone.ts';
import { isDmarc } from './dmarc-version.ts';
import { policyKind } from './policy-kind.ts';
import { reportAddressProblems } from './report-address.ts';
import { readTagList, type TagList } from './tag-list.ts';
import { quoted, textsOf } from './texts.ts';

export const dmarc: ZoneRule = {
  texts: [
    {
      name: 'dmarc-multiple',
      severity: 'error',
      summary: 'Two DMARC records at one name: receivers take neither.',
      source: 'RFC 9989 section 4.10',
      bad: 'records:\n  _dmarc: { TXT: [v=DMARC1; p=none, v=DMARC1; p=reject] }\n',
      good: 'records:\n  _dmarc: { TXT: v=DMARC1; p=reject }\n',
    },
    {
      name: 'dmarc-syntax',
      severity: 'warning',
      summary: 'A DMARC record, or a tag of it, that receivers cannot read and pass over.',
      source: 'RFC 9989 sections 4.7 and 4.8',
      bad: 'records:\n  _dmarc: { TXT: v=dmarc1; p=reject }\n',
      good: 'records:\n  _dmarc: { TXT: v=DMARC1; p=REJECT }\n',
    },
    {
      name: 'dmarc-no-policy',
      severity: 'warning',
      summary: "Without 'p=' a record counts as p=none, and for receivers of RFC 7489 as no record at all.",
      source: 'RFC 9989 section 4.7',
      bad: 'records:\n  _dmarc: { TXT: "v=DMARC1; rua=mailto:dmarc@example.net" }\n',
      good: 'records:\n  _dmarc: { TXT: "v=DMARC1; p=none; rua=mailto:dmarc@example.net" }\n',
    },
    {
      name: 'dmarc-removed',
      severity: 'warning',
      summary: "The tags 'pct', 'rf' and 'ri' are gone from DMARC: receivers pass over them.",
      source: 'RFC 9989 section 4.7; they stood in RFC 7489 section 6.3',
      bad: 'records:\n  _dmarc: { TXT: v=DMARC1; p=quarantine; pct=50 }\n',
      good: 'records:\n  _dmarc: { TXT: v=DMARC1; p=quarantine; t=y }\n',
    },
    {
      name: 'dmarc-unknown-tag',
      severity: 'warning',
      summary: 'A tag that receivers do not know and pass over; a letter or two off one that they do.',
      source: 'RFC 9989 section 4.7',
      bad: 'records:\n  _dmarc: { TXT: v=DMARC1; p=reject; adkm=s }\n',
      good: 'records:\n  _dmarc: { TXT: v=DMARC1; p=reject; adkim=s; x-owner=mail-team }\n',
    },
  ],
  judge,
};

function judge<At>(zone: JudgedZone<At>): Verdict<At>[] {
  return [...zone.names.values()].flatMap((entry) => {
    if (entry.name.startsWith('_dmarc.')) return judgeName(entry);
    return entry.name.includes('._report._dmarc.') ? judgeConsent(entry) : [];
  });
}

function judgeName<At>(entry: JudgedName<At>): Verdict<At>[] {
  const records = textsOf(entry)
    .map(({ text, at }) => ({ text, at, list: readTagList(text) }))
    .filter(({ text, list }) => isMeant(text, list));
  const found = records.flatMap(({ text, list, at }) =>
    judgeRecord(text, list).map((said) => ({ ...said, at })),
  );
  // Receivers pass over texts that begin otherwise (RFC 9989 §4.7).
  const sound = records.filter(({ list }) => isDmarc(list));
  const [, second] = sound;
  if (second === undefined) return found;
  const message = `${sound.length} DMARC records at '${entry.written}', of which receivers take none; leave one`;
  return [...found, { rule: 'dmarc-multiple', at: second.at, message }];
}

/** Texts that are another thing (a proof of ownership) are passed over, here as by receivers. */
function isMeant(text: string, { tags }: TagList): boolean {
  const kind = policyKind(text);
  return kind === 'DMARC' || (kind === undefined && (tags.has('p') || tags.has('rua')));
}

/** '{domain}._report._dmarc' takes reports for that domain, and says so by the version alone (RFC 9990). */
function judgeConsent<At>(entry: JudgedName<At>): Verdict<At>[] {
  return textsOf(entry).flatMap(({ text, at }) => {
    const message = policyKind(text) === 'DMARC' ? versionProblem(text, readTagList(text)) : undefined;
    return message === undefined ? [] : [{ rule: 'dmarc-syntax', at, message }];
  });
}

type Said = Omit<Verdict<never>, 'at'>;

function judgeRecord(text: string, list: TagList): Said[] {
  const { tags } = list;
  const version = versionProblem(text, list);
  if (version !== undefined) return [{ rule: 'dmarc-syntax', message: version }];
  const found: Said[] = list.problems.map((message) => ({ rule: 'dmarc-syntax', message }));
  for (const [name, value] of tags) found.push(...judgeTag(name, value));
  if (!tags.has('p') && !tags.has('P')) {
    const message =
      "there is no 'p=', which counts as none or, for many receivers, as no DMARC; write p=none, p=quarantine or p=reject after v=DMARC1";
    found.push({ rule: 'dmarc-no-policy', message });
  }
  return found;
}

function versionProblem(text: string, list: TagList): string | undefined {
  if (isDmarc(list)) return undefined;
  const rest = text
    .replace(/^[\s"']*v\s*=\s*dmarc1[\s;,]*/i, '')
    .replace(/;\s*v\s*=\s*dmarc1\s*(?=;|$)/i, '');
  return `a DMARC record begins with 'v=DMARC1;', in capitals, or receivers pass over it; write ${quoted(`v=DMARC1; ${rest}`)}`;
}

const POLICIES = ['none', 'quarantine', 'reject'];
const VALUES: ReadonlyMap<string, readonly string[]> = new Map([
  ['p', POLICIES],
  ['sp', POLICIES],
  ['np', POLICIES],
  ['adkim', ['r', 's']],
  ['aspf', ['r', 's']],
  ['t', ['y', 'n']],
  ['psd', ['y', 'n', 'u']],
]);
const REMOVED: ReadonlyMap<string, string> = new Map([
  ['pct', 'take it out, or write t=y to have a policy tried out'],
  ['rf', 'take it out'],
  ['ri', 'take it out'],
]);
const OTHERS = ['v', 'rua', 'ruf', 'fo'];
const KNOWN: readonly string[] = [...VALUES.keys(), ...OTHERS];

function judgeTag(name: string, value: string): Said[] {
  const gone = REMOVED.get(name);
  if (gone !== undefined) {
    return [{ rule: 'dmarc-removed', message: `'${name}=' is gone from DMARC and passed over; ${gone}` }];
  }
  if (!KNOWN.includes(name)) return judgeUnknown(name);
  return valueProblems(name, value).map((message) => ({ rule: 'dmarc-syntax', message }));
}

function judgeUnknown(name: string): Said[] {
  const lower = name.toLowerCase();
  // Words of one or two letters are near to everything.
  const near = KNOWN.includes(lower) ? lower : name.length < 3 ? undefined : closest(name, KNOWN);
  if (near === undefined) return [];
  return [
    {
      rule: 'dmarc-unknown-tag',
      message: `receivers do not know ${quoted(`${name}=`)}; did you mean '${near}='?`,
    },
  ];
}

function valueProblems(name: string, value: string): readonly string[] {
  const next = name === 'rua' || name === 'ruf' ? undefined : /[\s,]([a-z]+)\s*=/i.exec(value)?.[1];
  if (next !== undefined) return [`a ';' is missing before '${next}='; write '${name}=…; ${next}=…'`];
  const allowed = VALUES.get(name);
  if (allowed !== undefined) {
    if (allowed.includes(value.toLowerCase())) return [];
    const near = closest(value, allowed.length > 3 || allowed === POLICIES ? allowed : []);
    const hint =
      near === undefined
        ? `write ${orList(allowed.map((word) => `${name}=${word}`))}`
        : `did you mean '${near}'?`;
    return [`${quoted(`${name}=${value}`)} means nothing; ${hint}`];
  }
  switch (name) {
    case 'fo': {
      const isSound = value.split(':').every((option) => /^[01ds]$/i.test(option.trim()));
      return isSound
        ? []
        : [`${quoted(`fo=${value}`)} means nothing; write 0, 1, d or s, or several as in fo=1:d:s`];
    }
    case 'rua':
    case 'ruf':
      return reportAddressProblems(name, value, ['mailto']);
    default:
      return [];
  }
}

function orList(words: readonly string[]): string {
  return `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}
