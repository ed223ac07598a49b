import { describe, expect, test } from 'vitest';
import { pairLeftovers } from '../../src/plan/pair.ts';
import { desired, live } from '../support/records.ts';

/** `old => new` for each pair, then what is left, at one name and type. */
function pairs(owner: string, olds: readonly string[], news: readonly string[]): string[] {
  const { pairs, deletes, creates } = pairLeftovers(
    olds.map((text, index) => live(`${index + 1}`, `${owner} ${text}`)),
    news.map((text) => desired(`${owner} ${text}`)),
  );
  const show = ({
    ttl,
    type,
    priority,
    value,
  }: {
    ttl: number;
    type: string;
    priority?: number;
    value: string;
  }) => [ttl, type, ...(priority === undefined ? [] : [priority]), value].join(' ');
  return [
    ...pairs.map(({ before, after }) => `${show(before)} => ${show(after)}`),
    ...deletes.map((record) => `- ${show(record)}`),
    ...creates.map((record) => `+ ${show(record)}`),
  ].sort();
}

describe('pairLeftovers', () => {
  test.each<{ title: string; owner?: string; olds: string[]; news: string[]; expected: string[] }>([
    {
      title: 'SPF is paired with SPF, a verification with its like',
      olds: ['300 TXT google-site-verification=old', '300 TXT v=spf1 -all'],
      news: ['300 TXT v=spf1 include:_spf.example.net -all', '300 TXT google-site-verification=new'],
      expected: [
        '300 TXT google-site-verification=old => 300 TXT google-site-verification=new',
        '300 TXT v=spf1 -all => 300 TXT v=spf1 include:_spf.example.net -all',
      ],
    },
    {
      title: 'SPF is never paired with anything else, though both are all that is left',
      olds: ['300 TXT google-site-verification=old'],
      news: ['300 TXT v=spf1 -all'],
      expected: ['+ 300 TXT v=spf1 -all', '- 300 TXT google-site-verification=old'],
    },
    {
      title: 'the case of SPF means nothing',
      olds: ['300 TXT V=SPF1 -all'],
      news: ['300 TXT v=spf1 ~all'],
      expected: ['300 TXT V=SPF1 -all => 300 TXT v=spf1 ~all'],
    },
    {
      title: 'a DKIM key is paired with the next, whatever its tags, and not with a note beside it',
      owner: 'k._domainkey',
      olds: ['60 TXT v=DKIM1; k=rsa; p=AAAA', '300 TXT note'],
      news: ['300 TXT k=ed25519; p=BBBB'],
      expected: ['- 300 TXT note', '60 TXT v=DKIM1; k=rsa; p=AAAA => 300 TXT k=ed25519; p=BBBB'],
    },
    {
      title: 'v=spf10 is no SPF (RFC 7208 §4.5)',
      olds: ['300 TXT v=spf10 x'],
      news: ['300 TXT v=spf1 -all'],
      expected: ['+ 300 TXT v=spf1 -all', '- 300 TXT v=spf10 x'],
    },
    {
      title: 'tokens that differ are not paired',
      olds: ['300 TXT MS=ms1'],
      news: ['300 TXT apple-domain=1'],
      expected: ['+ 300 TXT apple-domain=1', '- 300 TXT MS=ms1'],
    },
    {
      title: 'a token before a colon counts, too',
      olds: ['300 TXT keybase:1', '300 TXT other:1'],
      news: ['300 TXT other:2'],
      expected: ['- 300 TXT keybase:1', '300 TXT other:1 => 300 TXT other:2'],
    },
    {
      title: 'free texts are paired with each other, the padding of Base64 included',
      olds: ['300 TXT aGVsbG8='],
      news: ['300 TXT d29ybGQ='],
      expected: ['300 TXT aGVsbG8= => 300 TXT d29ybGQ='],
    },
    {
      title: 'at a name that holds one policy any text becomes the policy',
      owner: '_dmarc',
      olds: ['300 TXT p=none'],
      news: ['300 TXT v=DMARC1; p=none'],
      expected: ['300 TXT p=none => 300 TXT v=DMARC1; p=none'],
    },
    {
      title: 'as at _mta-sts',
      owner: '_mta-sts',
      olds: ['300 TXT a=1'],
      news: ['300 TXT b=2'],
      expected: ['300 TXT a=1 => 300 TXT b=2'],
    },
    {
      title: 'as at _smtp._tls',
      owner: '_smtp._tls',
      olds: ['300 TXT a=1'],
      news: ['300 TXT b=2'],
      expected: ['300 TXT a=1 => 300 TXT b=2'],
    },
    {
      title: 'as at default._bimi',
      owner: 'default._bimi',
      olds: ['300 TXT a=1'],
      news: ['300 TXT b=2'],
      expected: ['300 TXT a=1 => 300 TXT b=2'],
    },
    {
      title: 'but not at a name that only ends like one',
      owner: 'x_dmarc.sel',
      olds: ['300 TXT a=1'],
      news: ['300 TXT b=2'],
      expected: ['+ 300 TXT b=2', '- 300 TXT a=1'],
    },
    {
      title: 'a DKIM key becomes the next, however it is spelt',
      owner: 'sel._domainkey',
      olds: ['300 TXT k=rsa; p=AAAA'],
      news: ['300 TXT v=DKIM1; p=BBBB'],
      expected: ['300 TXT k=rsa; p=AAAA => 300 TXT v=DKIM1; p=BBBB'],
    },
    {
      title: 'MX swap their priorities: the host is what they are',
      olds: ['300 MX 10 a.example.net', '300 MX 20 b.example.net'],
      news: ['300 MX 20 a.example.net', '300 MX 10 b.example.net'],
      expected: [
        '300 MX 10 a.example.net => 300 MX 20 a.example.net',
        '300 MX 20 b.example.net => 300 MX 10 b.example.net',
      ],
    },
    {
      title: 'MX of one priority replace each other',
      olds: ['300 MX 10 a.example.net', '300 MX 20 b.example.net'],
      news: ['300 MX 20 d.example.net', '300 MX 10 c.example.net'],
      expected: [
        '300 MX 10 a.example.net => 300 MX 10 c.example.net',
        '300 MX 20 b.example.net => 300 MX 20 d.example.net',
      ],
    },
    {
      title: 'SRV to one host replace each other before those of one priority',
      olds: ['300 SRV 10 1 5060 a.example.net', '300 SRV 20 1 5060 b.example.net'],
      news: ['300 SRV 10 1 5061 b.example.net'],
      expected: [
        '- 300 SRV 10 1 5060 a.example.net',
        '300 SRV 20 1 5060 b.example.net => 300 SRV 10 1 5061 b.example.net',
      ],
    },
    {
      title: 'CAA of one tag replace each other',
      olds: ['300 CAA 0 iodef "mailto:a@example.net"', '300 CAA 0 issue "a.example.net"'],
      news: ['300 CAA 0 issue "b.example.net"'],
      expected: [
        '- 300 CAA 0 iodef "mailto:a@example.net"',
        '300 CAA 0 issue "a.example.net" => 300 CAA 0 issue "b.example.net"',
      ],
    },
    {
      title: 'of several possible pairs one is taken that keeps its ttl',
      olds: ['60 A 192.0.2.1', '300 A 192.0.2.2'],
      news: ['300 A 192.0.2.9'],
      expected: ['- 60 A 192.0.2.1', '300 A 192.0.2.2 => 300 A 192.0.2.9'],
    },
    {
      title: 'what is alike comes before what keeps its ttl',
      olds: ['60 MX 10 a.example.net', '300 MX 20 b.example.net'],
      news: ['300 MX 30 a.example.net'],
      expected: ['- 300 MX 20 b.example.net', '60 MX 10 a.example.net => 300 MX 30 a.example.net'],
    },
  ])('$title', ({ owner = '@', olds, news, expected }) => {
    expect(pairs(owner, olds, news)).toEqual(expected.sort());
    expect(pairs(owner, olds, news.toReversed())).toEqual(expected.sort());
  });

  test('of records that say the same the older is changed', () => {
    const { pairs } = pairLeftovers(
      [live('2', '@ 300 A 192.0.2.1'), live('1', '@ 300 A 192.0.2.1')],
      [desired('@ 300 A 192.0.2.9')],
    );
    expect(pairs.map(({ before }) => before.id)).toEqual(['1']);
  });
});
