/** What a pointer waits for, and what waits for it: the change on which its answer hangs, and no other. */
import { describe, expect, test } from 'vitest';
import { planText } from '../support/plan-text.ts';

interface Row {
  readonly title: string;
  readonly live: readonly string[];
  readonly files: readonly string[];
  /** Pairs of steps: the first waits for the second. */
  readonly waits: readonly (readonly [string, string])[];
  /** The first can be made whether the second is or not. */
  readonly free?: readonly (readonly [string, string])[];
}

function check({ live, files, waits, free = [] }: Row): void {
  const plan = planText(live, files);
  expect(plan.plan.errors).toEqual([]);
  expect(plan.gaps).toEqual([]);
  for (const [later, earlier] of waits)
    expect(plan.waits(later, earlier), `'${later}' waits for '${earlier}'`).toBe(true);
  for (const [one, other] of free)
    expect(plan.waits(one, other), `'${one}' does not wait for '${other}'`).toBe(false);
}

const MX = '@ 300 MX 10 host.example.com';
const A = 'host 300 A 192.0.2.1';
const AAAA = 'host 300 AAAA 2001:db8::1';
const TXT = 'host 300 TXT x';
const AWAY = 'www 300 CNAME a.example.net';

describe('hosts', () => {
  test.each<Row>([
    {
      title: 'a pointer waits for the address of its host, not for its texts',
      live: [],
      files: [MX, A, TXT],
      waits: [[`+ ${MX}`, `+ ${A}`]],
      free: [[`+ ${MX}`, `+ ${TXT}`]],
    },
    {
      title: 'the address of a host waits for its pointer to go, its texts do not',
      live: [MX, A, TXT, '@ 300 TXT x'],
      files: ['@ 300 TXT x'],
      waits: [[`- ${A}`, `- ${MX}`]],
      free: [[`- ${TXT}`, `- ${MX}`]],
    },
    {
      title: 'a pointer does not wait for one more address',
      live: [A],
      files: [MX, A, AAAA],
      waits: [],
      free: [[`+ ${MX}`, `+ ${AAAA}`]],
    },
    {
      title: 'one of two addresses does not wait for a pointer to go',
      live: [MX, A, AAAA],
      files: [A],
      waits: [],
      free: [[`- ${AAAA}`, `- ${MX}`]],
    },
    {
      title: 'a pointer waits for the delegation behind which its host is',
      live: ['@ 300 TXT x'],
      files: ['@ 300 TXT x', '@ 300 MX 10 mx.sub.example.com', 'sub 300 NS ns.example.net'],
      waits: [['+ @ 300 MX 10 mx.sub.example.com', '+ sub 300 NS ns.example.net']],
    },
  ])('$title', check);
});

describe('targets of aliases', () => {
  const TO_HOST = 'www 300 CNAME host.example.com';
  const moves = (to: string): string => `~ ${AWAY} => www 300 CNAME ${to}.example.com`;
  const leaves = (from: string): string => `~ www 300 CNAME ${from}.example.com => ${AWAY}`;
  test.each<Row>([
    {
      title:
        'an alias waits for the first record of a type at its target, not for one more, nor for a new value',
      live: [AWAY, A, 'host 300 A 192.0.2.2'],
      files: [TO_HOST, A, 'host 300 A 192.0.2.3', 'host 300 A 192.0.2.4', AAAA],
      waits: [[moves('host'), `+ ${AAAA}`]],
      free: [
        [moves('host'), '+ host 300 A 192.0.2.4'],
        [moves('host'), '~ host 300 A 192.0.2.2 => host 300 A 192.0.2.3'],
      ],
    },
    {
      title: 'the last record of a type at a target waits for the alias to leave, others do not',
      live: [TO_HOST, A, 'host 300 A 192.0.2.2', AAAA],
      files: [AWAY, A],
      waits: [[`- ${AAAA}`, leaves('host')]],
      free: [['- host 300 A 192.0.2.2', leaves('host')]],
    },
    {
      title: 'an alias waits for the alias that is its target',
      live: [AWAY, A],
      files: ['www 300 CNAME z.example.com', 'z 300 CNAME host.example.com', A],
      waits: [[moves('z'), '+ z 300 CNAME host.example.com']],
    },
    {
      title: 'an alias goes when what led to it has left',
      live: ['www 300 CNAME z.example.com', 'z 300 CNAME host.example.com', A],
      files: [AWAY, A],
      waits: [['- z 300 CNAME host.example.com', leaves('z')]],
    },
    {
      title: 'an alias does not wait for another ttl of one on its way',
      live: [AWAY, A, 'z 300 CNAME host.example.com'],
      files: ['www 300 CNAME z.example.com', A, TXT, 'z 60 CNAME host.example.com'],
      waits: [[moves('z'), `+ ${TXT}`]],
      free: [[moves('z'), '~ z 300 CNAME host.example.com => z 60 CNAME host.example.com']],
    },
    {
      title: 'an alias into a delegation waits for its first NS',
      live: [AWAY],
      files: ['www 300 CNAME x.sub.example.com', 'sub 300 NS ns1.example.net', 'sub 300 NS ns2.example.net'],
      waits: [[moves('x.sub'), '+ sub 300 NS ns1.example.net']],
      free: [[moves('x.sub'), '+ sub 300 NS ns2.example.net']],
    },
    {
      title: 'the last NS of a delegation waits for the alias that leads into it',
      live: ['www 300 CNAME x.sub.example.com', 'sub 300 NS ns1.example.net', 'sub 300 NS ns2.example.net'],
      files: [AWAY],
      waits: [['- sub 300 NS ns2.example.net', leaves('x.sub')]],
      free: [['- sub 300 NS ns1.example.net', leaves('x.sub')]],
    },
    {
      title: 'an alias waits for the wildcard that will answer for its target',
      live: [AWAY],
      files: ['www 300 CNAME x.dev.example.com', '*.dev 300 A 192.0.2.1'],
      waits: [[moves('x.dev'), '+ *.dev 300 A 192.0.2.1']],
    },
    {
      title: 'an alias waits until what hides the wildcard from its target is gone',
      live: [AWAY, '*.dev 300 A 192.0.2.1', 'x.dev 300 TXT x'],
      files: ['www 300 CNAME x.dev.example.com', '*.dev 300 A 192.0.2.1'],
      waits: [[moves('x.dev'), '- x.dev 300 TXT x']],
    },
    {
      title: 'what hides the wildcard from a target waits for the alias to leave',
      live: ['www 300 CNAME x.dev.example.com', '*.dev 300 A 192.0.2.1'],
      files: [AWAY, '*.dev 300 A 192.0.2.1', 'x.dev 300 TXT x'],
      waits: [['+ x.dev 300 TXT x', leaves('x.dev')]],
    },
  ])('$title', check);
});

describe('names beside an alias wildcard, which it must not catch', () => {
  const WILDCARD = '* 300 CNAME a.example.net';
  const STAYS = '@ 300 TXT stays';
  test.each<Row>([
    {
      title: 'the wildcard comes when they are there, and need not wait for all of their records',
      live: [STAYS],
      files: [STAYS, WILDCARD, 'www 300 A 192.0.2.1', 'www 300 TXT x'],
      waits: [[`+ ${WILDCARD}`, '+ www 300 A 192.0.2.1']],
      free: [[`+ ${WILDCARD}`, '+ www 300 TXT x']],
    },
    {
      title: 'of what makes such a name exist an alias is not the first',
      live: [STAYS],
      files: [STAYS, WILDCARD, 'a.www 300 CNAME b.example.net', 'b.www 300 TXT x'],
      waits: [[`+ ${WILDCARD}`, '+ b.www 300 TXT x']],
      free: [[`+ ${WILDCARD}`, '+ a.www 300 CNAME b.example.net']],
    },
    {
      title: 'the wildcard goes before the last of their records, the others when they will',
      live: [STAYS, WILDCARD, 'www 300 A 192.0.2.1', 'www 300 TXT x'],
      files: [STAYS],
      waits: [['- www 300 TXT x', `- ${WILDCARD}`]],
      free: [['- www 300 A 192.0.2.1', `- ${WILDCARD}`]],
    },
    {
      title: 'where it stays, what they will hold comes before the last of what they held goes',
      live: [STAYS, WILDCARD, 'www 300 TXT x'],
      files: [STAYS, WILDCARD, 'www 300 CAA 0 issue "ca.example"'],
      waits: [['- www 300 TXT x', '+ www 300 CAA 0 issue "ca.example"']],
    },
  ])('$title', check);
});

describe('the SRV that says none (RFC 2782) stands alone', () => {
  const [NONE, ONE, TWO] = ['1 0 0 .', '1 0 5060 a.example.net', '2 0 5060 b.example.net'].map(
    (value) => `_sip._tcp 300 SRV ${value}`,
  ) as [string, string, string];
  test.each<Row>([
    { title: 'it comes last', live: [ONE, TWO], files: [NONE], waits: [[`~ ${ONE} => ${NONE}`, `- ${TWO}`]] },
    { title: 'it goes first', live: [NONE], files: [ONE, TWO], waits: [[`+ ${TWO}`, `~ ${NONE} => ${ONE}`]] },
  ])('$title', check);
});
