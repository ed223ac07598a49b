/** mta-sts-*: the record that says that there is a policy on encrypted delivery, and the host it is fetched from (RFC 8461). */
import { type Fqdn, presentTarget } from '../../model/name.ts';
import type { ZoneRule } from '../rule.ts';
import type { RuleWorld } from '../world.ts';
import type { JudgedName, JudgedZone, Verdict } from '../zone.ts';
import { hasAddress, rrsetOf, type ZoneView } from '../zone-view.ts';
import { policyKind } from './policy-kind.ts';
import { readTagList } from './tag-list.ts';
import { quoted, textsOf } from './texts.ts';

export const mtaSts: ZoneRule = {
  texts: [
    {
      name: 'mta-sts-multiple',
      severity: 'error',
      summary: 'Two MTA-STS records at one name: senders act as if there were no policy.',
      source: 'RFC 8461 section 3.1',
      bad: 'records:\n  _mta-sts: { TXT: [v=STSv1; id=1, v=STSv1; id=2] }\n  mta-sts: { CNAME: sts.example.net }\n',
      good: 'records:\n  _mta-sts: { TXT: v=STSv1; id=2 }\n  mta-sts: { CNAME: sts.example.net }\n',
    },
    {
      name: 'mta-sts-syntax',
      severity: 'warning',
      summary: 'An MTA-STS record that senders cannot read; they act as if there were no policy.',
      source: 'RFC 8461 section 3.1',
      bad: 'records:\n  _mta-sts: { TXT: v=STSv1; id=2026-11-26 }\n  mta-sts: { CNAME: sts.example.net }\n',
      good: 'records:\n  _mta-sts: { TXT: v=STSv1; id=20261126; }\n  mta-sts: { CNAME: sts.example.net }\n',
    },
    {
      name: 'mta-sts-host',
      severity: 'warning',
      summary: "The policy is fetched from the host 'mta-sts' beside '_mta-sts', and there is none.",
      source: 'RFC 8461 section 3.2',
      bad: 'records:\n  _mta-sts: { TXT: v=STSv1; id=20261126 }\n',
      good: 'records:\n  _mta-sts: { TXT: v=STSv1; id=20261126 }\n  mta-sts: { A: 198.51.100.1 }\n',
    },
  ],
  judge,
};

const PREFIX = '_mta-sts.';

function judge<At>(zone: JudgedZone<At>, _: ZoneView<At>, world: RuleWorld<At>): Verdict<At>[] {
  return [...zone.names.values()].flatMap((entry) =>
    entry.name.startsWith(PREFIX) ? judgeName(entry, world) : [],
  );
}

function judgeName<At>(entry: JudgedName<At>, world: RuleWorld<At>): Verdict<At>[] {
  const records = textsOf(entry).filter(
    ({ text }) => policyKind(text) === 'MTA-STS' || /^\s*id\s*=/.test(text),
  );
  const [first] = records;
  if (first === undefined) return [];
  const found = records.flatMap(({ text, at }) =>
    problemsOf(text).map((message) => ({ rule: 'mta-sts-syntax', at, message })),
  );
  // Senders pass over texts that begin otherwise (RFC 8461 §3.1).
  const sound = records.filter(({ text }) => VERSION.test(text));
  if (sound[1] !== undefined) {
    const message = `${sound.length} MTA-STS records at '${entry.written}', of which senders take none; leave one`;
    found.push({ rule: 'mta-sts-multiple', at: sound[1].at, message });
  }
  const host = `mta-sts.${entry.name.slice(PREFIX.length)}` as Fqdn;
  if (lacksHost(host, world)) {
    const message = `the policy is fetched from ${presentTarget(host)}, which has no address; add A, AAAA or CNAME there, or take this record out`;
    found.push({ rule: 'mta-sts-host', at: first.at, message });
  }
  return found;
}

function lacksHost<At>(host: Fqdn, world: RuleWorld<At>): boolean {
  const view = world.viewFor(host);
  if (view === undefined || view.zone.open || view.delegationOf(host) !== undefined) return false;
  const entry = view.at(host);
  return entry === undefined || !(hasAddress(entry) || rrsetOf(entry, 'CNAME') !== undefined);
}

/** A backslash before ';' is what zone files have; txt-backslash tells it. */
const VERSION = /^v=STSv1[ \t]*(?:\\?;|$)/;

/** RFC 8461 §3.1: the version first, in just this form, then an id of letters and digits. */
function problemsOf(text: string): string[] {
  const { tags, problems } = readTagList(text);
  const id = tags.get('id');
  if (!VERSION.test(text)) {
    return [
      `an MTA-STS record begins with 'v=STSv1;', in this case; write ${quoted(`v=STSv1; id=${id ?? '…'};`)}`,
    ];
  }
  const found = [...problems];
  if (id === undefined)
    found.push("there is no 'id='; write one that changes with the policy, as in id=20261126");
  else if (!/^[A-Za-z0-9]{1,32}$/.test(id)) {
    const sound = id.replace(/[^A-Za-z0-9]+/g, '').slice(0, 32);
    found.push(
      `${quoted(`id=${id}`)} is not 1 to 32 letters and digits; write ${sound === '' ? 'id=20261126' : `id=${sound}`}`,
    );
  }
  return found;
}
