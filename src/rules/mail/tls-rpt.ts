/** tlsrpt-*: where senders report on encrypted delivery (RFC 8460 §3). */
import type { ZoneRule } from '../rule.ts';
import type { JudgedName, JudgedZone, Verdict } from '../zone.ts';
import { policyKind } from './policy-kind.ts';
import { reportAddressProblems } from './report-address.ts';
import { readTagList } from './tag-list.ts';
import { quoted, textsOf } from './texts.ts';

export const tlsRpt: ZoneRule = {
  texts: [
    {
      name: 'tlsrpt-multiple',
      severity: 'error',
      summary: 'Two TLS-RPT records at one name: senders act as if there were none.',
      source: 'RFC 8460 section 3',
      bad: 'records:\n  _smtp._tls: { TXT: ["v=TLSRPTv1; rua=mailto:a@example.net", "v=TLSRPTv1; rua=mailto:b@example.net"] }\n',
      good: 'records:\n  _smtp._tls: { TXT: "v=TLSRPTv1; rua=mailto:a@example.net,mailto:b@example.net" }\n',
    },
    {
      name: 'tlsrpt-syntax',
      severity: 'warning',
      summary: 'A TLS-RPT record that senders cannot read; they send no reports.',
      source: 'RFC 8460 section 3',
      bad: 'records:\n  _smtp._tls: { TXT: v=TLSRPTv1; rua=tls@example.net }\n',
      good: 'records:\n  _smtp._tls: { TXT: "v=TLSRPTv1; rua=mailto:tls@example.net,https://tls.example.net/report" }\n',
    },
  ],
  judge,
};

function judge<At>(zone: JudgedZone<At>): Verdict<At>[] {
  return [...zone.names.values()].flatMap((entry) =>
    entry.name.startsWith('_smtp._tls.') ? judgeName(entry) : [],
  );
}

function judgeName<At>(entry: JudgedName<At>): Verdict<At>[] {
  const records = textsOf(entry).filter(
    ({ text }) => policyKind(text) === 'TLS-RPT' || /^\s*rua\s*=/.test(text),
  );
  const found = records.flatMap(({ text, at }) =>
    problemsOf(text).map((message) => ({ rule: 'tlsrpt-syntax', at, message })),
  );
  // Senders pass over texts that begin otherwise.
  const sound = records.filter(({ text }) => VERSION.test(text));
  const [, second] = sound;
  if (second === undefined) return found;
  const message = `${sound.length} TLS-RPT records at '${entry.written}', of which senders take none; put their addresses into one, with ',' between`;
  return [...found, { rule: 'tlsrpt-multiple', at: second.at, message }];
}

/** A backslash before ';' is what zone files have; txt-backslash tells it. */
const VERSION = /^v=TLSRPTv1[ \t]*(?:\\?;|$)/;

/** RFC 8460 §3: the version first, in just this form, then where reports go. */
function problemsOf(text: string): string[] {
  const { tags, problems } = readTagList(text);
  const addresses = tags.get('rua');
  if (!VERSION.test(text)) {
    return [
      `a TLS-RPT record begins with 'v=TLSRPTv1;', in this case; write ${quoted(`v=TLSRPTv1; rua=${addresses ?? 'mailto:…'}`)}`,
    ];
  }
  if (addresses === undefined)
    return [...problems, "there is no 'rua='; write rua=mailto:name@host or rua=https://host/path"];
  return [...problems, ...reportAddressProblems('rua', addresses, ['mailto', 'https'])];
}
