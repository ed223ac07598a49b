/** What an SPF record says by itself: its form, and whom it lets send (RFC 7208; dns-rules 5). */
import { isWildcard } from '../../model/name.ts';
import { isSpf } from '../../model/text-class.ts';
import type { ZoneRule } from '../rule.ts';
import type { RuleWorld } from '../world.ts';
import type { JudgedName, JudgedZone, Verdict } from '../zone.ts';
import { rrsetOf, type ZoneView } from '../zone-view.ts';
import { mergedSpf } from './spf-merge.ts';
import { type SpfRecord, spfVersionProblem } from './spf-record.ts';
import { SpfWorld, spfTextsOf } from './spf-world.ts';
import { type PlacedText, quoted, textsOf } from './texts.ts';

/** What is told of one record: where there are many mistakes, the first few mend most of them. */
const MOST_PROBLEMS = 10;
/** Octets of a name and its texts that surely fit into one UDP answer (RFC 7208 §3.4). */
const LONGEST = 450;

export const spf: ZoneRule = {
  texts: [
    {
      name: 'spf-multiple',
      severity: 'error',
      summary: 'Two SPF records at one name: receivers take neither.',
      source: 'RFC 7208 sections 3.2 and 4.5',
      bad: 'records:\n  a: { TXT: ["v=spf1 ip4:198.51.100.1 -all", "v=spf1 ip4:198.51.100.2 -all"] }\n',
      good: 'records:\n  a: { TXT: ["v=spf1 ip4:198.51.100.1 -all", "v=spf10 x"] }\n',
    },
    {
      name: 'spf-syntax',
      severity: 'warning',
      summary: 'A term that SPF does not have, or not so: receivers end the check with an error.',
      source: 'RFC 7208 sections 4.6, 5 and 12',
      bad: 'records:\n  a: { TXT: v=spf1 ipv4:198.51.100.1 -all }\n',
      good: 'records:\n  a: { TXT: "v=spf1 ip4:198.51.100.0/24 exists:%{i}._spf.%{d2} -all" }\n',
    },
    {
      name: 'spf-joined',
      severity: 'warning',
      summary: 'Two terms without a blank between them: strings of one text are joined as they are.',
      source: 'RFC 7208 section 3.3',
      bad: `records:\n  a: { TXT: '"v=spf1 ip4:198.51.100.1" "ip4:198.51.100.2 -all"' }\n`,
      good: `records:\n  a: { TXT: '"v=spf1 ip4:198.51.100.1 " "ip4:198.51.100.2 -all"' }\n`,
    },
    {
      name: 'spf-all-pass',
      severity: 'warning',
      summary: "'+all', or 'all' alone, lets the whole Internet send in this name.",
      source: 'RFC 7208 section 5.1',
      bad: 'records:\n  a: { TXT: v=spf1 +all }\n',
      good: 'records:\n  a: { TXT: v=spf1 ~all }\n',
    },
    {
      name: 'spf-all-neutral',
      severity: 'warning',
      summary: "'?all' says nothing of other senders: receivers treat them as if there were no SPF.",
      source: 'RFC 7208 sections 5.1 and 8.2',
      bad: 'records:\n  a: { TXT: v=spf1 ip4:198.51.100.1 ?all }\n',
      good: 'records:\n  a: { TXT: v=spf1 ip4:198.51.100.1 ~all }\n',
    },
    {
      name: 'spf-no-all',
      severity: 'warning',
      summary: "Neither 'all' nor 'redirect=': of other senders the record says nothing.",
      source: 'RFC 7208 section 4.7',
      bad: 'records:\n  a: { TXT: v=spf1 ip4:198.51.100.1 }\n',
      good: 'records:\n  a: { TXT: v=spf1 redirect=_spf.example.net }\n',
    },
    {
      name: 'spf-after-all',
      severity: 'warning',
      summary: "What stands after 'all' is never reached.",
      source: 'RFC 7208 section 5.1',
      bad: 'records:\n  a: { TXT: v=spf1 -all ip4:198.51.100.1 }\n',
      good: 'records:\n  a: { TXT: v=spf1 ip4:198.51.100.1 -all exp=explain.example.net }\n',
    },
    {
      name: 'spf-redirect-all',
      severity: 'warning',
      summary: "'redirect=' has no effect beside 'all'.",
      source: 'RFC 7208 section 6.1',
      bad: 'records:\n  a: { TXT: v=spf1 redirect=_spf.example.net -all }\n',
      good: 'records:\n  a: { TXT: v=spf1 include:_spf.example.net -all }\n',
    },
    {
      name: 'spf-ptr',
      severity: 'warning',
      summary: "'ptr' is slow, unreliable and not to be used; many receivers pass over it.",
      source: 'RFC 7208 section 5.5',
      bad: 'records:\n  a: { TXT: v=spf1 ptr -all }\n',
      good: 'records:\n  a: { TXT: v=spf1 ip4:198.51.100.1 -all }\n',
    },
    {
      name: 'spf-long',
      severity: 'off',
      summary:
        'A name with SPF and more than 450 octets of text: old receivers may not get the answer whole.',
      source: 'RFC 7208 section 3.4',
      bad: `records:\n  a: { TXT: [v=spf1 -all, ${'x'.repeat(200)}, ${'y'.repeat(250)}] }\n`,
      good: `records:\n  a: { TXT: [v=spf1 -all, ${'x'.repeat(200)}, ${'y'.repeat(200)}] }\n`,
    },
  ],
  judge,
};

function judge<At>(zone: JudgedZone<At>, _: ZoneView<At>, world: RuleWorld<At>): Verdict<At>[] {
  const known = SpfWorld.of(world);
  return [...zone.names.values()].flatMap((entry) =>
    rrsetOf(entry, 'TXT') === undefined ? [] : judgeName(entry, zone, known),
  );
}

function judgeName<At>(entry: JudgedName<At>, zone: JudgedZone<At>, world: SpfWorld): Verdict<At>[] {
  const found: Verdict<At>[] = [];
  const texts = textsOf(entry);
  for (const { text, at } of texts) {
    const problem = spfVersionProblem(text);
    if (problem === undefined) continue;
    found.push({ rule: problem.isJoined ? 'spf-joined' : 'spf-syntax', at, message: problem.message });
  }
  const records = spfTextsOf(entry);
  const isPart = isPartOfOthers(entry, zone, world);
  for (const { text, at } of records) {
    const record = world.read(text);
    for (const { isJoined, message } of record.problems.slice(0, MOST_PROBLEMS)) {
      found.push({ rule: isJoined ? 'spf-joined' : 'spf-syntax', at, message });
    }
    for (const verdict of [...judgeAll(record, isPart), ...judgeTerms(record)])
      found.push({ ...verdict, at });
  }
  const second = records[1];
  if (second !== undefined) {
    const merged = mergedSpf(records.map(({ text }) => world.read(text)));
    const hint = merged === undefined ? 'merge their terms into one' : `merge them: '${merged}'`;
    const message = `${records.length} SPF records at '${entry.written}', of which receivers take none; ${hint}`;
    found.push({ rule: 'spf-multiple', at: second.at, message });
  }
  return [...found, ...judgeLength(entry, texts)];
}

/**
 * Whether a record is there for others to include: then it matters only which senders it passes (RFC 7208 §5.2), and
 * fragments of large senders end in '?all' or in nothing. Nobody sends mail as somebody@_spf.example.com.
 */
function isPartOfOthers(entry: JudgedName<unknown>, zone: JudgedZone<unknown>, world: SpfWorld): boolean {
  if (entry.name === zone.name) return false;
  const own = entry.name.slice(0, -zone.name.length);
  return (
    own.startsWith('_') ||
    own.includes('._') ||
    (rrsetOf(entry, 'MX') === undefined && world.isIncluded(entry.name))
  );
}

type Said = Omit<Verdict<never>, 'at'>;

function judgeAll({ all, redirect, problems, unreached }: SpfRecord, isPart: boolean): Said[] {
  const found: Said[] = [];
  if (all === undefined) {
    // A term that cannot be read may be the one that is missing.
    if (redirect !== undefined || isPart || problems.length > 0) return [];
    const message = "the record says nothing of other senders; end it with '-all' or '~all'";
    return [{ rule: 'spf-no-all', message }];
  }
  if (all.qualifier === '+') {
    const message = `'${all.text}' lets everybody send in this name; write '-all' or '~all'`;
    found.push({ rule: 'spf-all-pass', message });
  }
  if (all.qualifier === '?' && !isPart) {
    const message =
      "'?all' says nothing of other senders; write '~all', or '-all' once all your senders are listed";
    found.push({ rule: 'spf-all-neutral', message });
  }
  if (redirect !== undefined) {
    const message = `${quoted(redirect.text)} has no effect beside '${all.text}'; take one of them out`;
    found.push({ rule: 'spf-redirect-all', message });
  }
  const [first] = unreached;
  if (first !== undefined) {
    const hint = first.name === 'all' ? 'take one of them out' : `put '${all.text}' last`;
    const message = `${quoted(first.text)} stands after '${all.text}' and is never reached; ${hint}`;
    found.push({ rule: 'spf-after-all', message });
  }
  return found;
}

function judgeTerms({ mechanisms }: SpfRecord): Said[] {
  const ptr = mechanisms.find(({ name }) => name === 'ptr');
  if (ptr === undefined) return [];
  const message = `${quoted(ptr.text)} is not to be used, and many receivers pass over it; name the addresses by ip4, ip6 or a`;
  return [{ rule: 'spf-ptr', message }];
}

function judgeLength<At>({ name, written }: JudgedName<At>, texts: readonly PlacedText<At>[]): Verdict<At>[] {
  const spfText = texts.find(({ text }) => isSpf(text));
  if (spfText === undefined) return [];
  const owner = isWildcard(name) ? name.length - 2 : name.length;
  const octets = texts.reduce((sum, { text }) => sum + Buffer.byteLength(text), owner);
  if (octets <= LONGEST) return [];
  const message = `'${written}' and its texts have ${octets} octets, of which ${LONGEST} surely fit into an answer; move texts that are no SPF to other names, or take out what is not needed`;
  return [{ rule: 'spf-long', at: spfText.at, message }];
}
