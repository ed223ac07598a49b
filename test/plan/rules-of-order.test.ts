/** The ten rules of dns-rules section 7, each by an example: what stands first, and what waits for what. */
import { describe, expect, test } from 'vitest';
import { planText } from '../support/plan-text.ts';

interface Row {
  readonly title: string;
  readonly live: readonly string[];
  readonly files: readonly string[];
  /** All steps in their order. */
  readonly steps: readonly string[];
  /** Each of these steps waits for the one before it in the list. */
  readonly chain: readonly number[];
}

describe('dns-rules section 7', () => {
  test.each<Row>([
    {
      title: 'rule 1: the new target comes, the alias moves, the old target goes',
      live: ['www 300 CNAME old.example.com', 'old 300 A 192.0.2.1'],
      files: ['www 300 CNAME new.example.com', 'new 300 A 192.0.2.2'],
      steps: [
        '+ new 300 A 192.0.2.2',
        '~ www 300 CNAME old.example.com => www 300 CNAME new.example.com',
        '- old 300 A 192.0.2.1',
      ],
      chain: [0, 1, 2],
    },
    {
      title: 'rule 1: a mail host comes before its MX, and goes after it',
      live: ['@ 300 MX 10 old.example.com', 'old 300 A 192.0.2.1'],
      files: ['@ 300 MX 10 new.example.com', 'new 300 A 192.0.2.2'],
      steps: [
        '+ new 300 A 192.0.2.2',
        '~ @ 300 MX 10 old.example.com => @ 300 MX 10 new.example.com',
        '- old 300 A 192.0.2.1',
      ],
      chain: [0, 1, 2],
    },
    {
      title: 'rule 2: all but one go, then an address becomes the alias by one call',
      live: ['www 300 TXT x', 'www 300 A 192.0.2.1', 'www 300 A 192.0.2.2'],
      files: ['www 300 CNAME host.example.net'],
      steps: [
        '- www 300 A 192.0.2.2',
        '- www 300 TXT x',
        '~ www 300 A 192.0.2.1 => www 300 CNAME host.example.net',
      ],
      chain: [1, 2],
    },
    {
      title: 'rule 2: the alias becomes the first address by one call, then the rest comes',
      live: ['www 300 CNAME host.example.net'],
      files: ['www 300 TXT x', 'www 300 A 192.0.2.1', 'www 300 A 192.0.2.2'],
      steps: [
        '~ www 300 CNAME host.example.net => www 300 A 192.0.2.1',
        '+ www 300 A 192.0.2.2',
        '+ www 300 TXT x',
      ],
      chain: [0, 2],
    },
    {
      title: 'rule 2: of two aliases at one name, which no zone may hold, one goes before the other moves',
      live: ['www 300 CNAME a.example.net', 'www 300 CNAME b.example.net'],
      files: ['www 300 CNAME c.example.net'],
      steps: [
        '- www 300 CNAME b.example.net',
        '~ www 300 CNAME a.example.net => www 300 CNAME c.example.net',
      ],
      chain: [0, 1],
    },
    {
      title: 'rule 2: of two aliases at one name, one goes before the other becomes an address',
      live: ['www 300 CNAME a.example.net', 'www 300 CNAME b.example.net'],
      files: ['www 300 A 192.0.2.1'],
      steps: ['- www 300 CNAME b.example.net', '~ www 300 CNAME a.example.net => www 300 A 192.0.2.1'],
      chain: [0, 1],
    },
    {
      title: 'rule 2: what stands beside an alias, where no zone may hold it, goes before that moves',
      live: ['www 300 CNAME a.example.net', 'www 300 TXT x'],
      files: ['www 300 CNAME b.example.net'],
      steps: ['- www 300 TXT x', '~ www 300 CNAME a.example.net => www 300 CNAME b.example.net'],
      chain: [0, 1],
    },
    {
      title: 'rule 3: create before delete',
      live: ['www 300 TXT a=1'],
      files: ['www 300 TXT b=1'],
      steps: ['+ www 300 TXT b=1', '- www 300 TXT a=1'],
      chain: [0, 1],
    },
    {
      title: 'rule 3: update before delete',
      live: ['www 300 A 192.0.2.1', 'www 300 A 192.0.2.2'],
      files: ['www 300 A 192.0.2.3'],
      steps: ['~ www 300 A 192.0.2.1 => www 300 A 192.0.2.3', '- www 300 A 192.0.2.2'],
      chain: [0, 1],
    },
    {
      title: 'rule 4: of two aliases that turn round, the one that must stop pointing inwards moves first',
      live: ['b 300 CNAME a.example.com', 'a 300 CNAME host.example.net'],
      files: ['b 300 CNAME host.example.net', 'a 300 CNAME b.example.com'],
      steps: [
        '~ b 300 CNAME a.example.com => b 300 CNAME host.example.net',
        '~ a 300 CNAME host.example.net => a 300 CNAME b.example.com',
      ],
      chain: [0, 1],
    },
    {
      title: 'rule 5: the MX leaves a host before that becomes an alias',
      live: ['@ 300 MX 10 mx.example.com', 'mx 300 A 192.0.2.1'],
      files: ['@ 300 MX 10 mx.example.net', 'mx 300 CNAME host.example.net'],
      steps: [
        '~ @ 300 MX 10 mx.example.com => @ 300 MX 10 mx.example.net',
        '~ mx 300 A 192.0.2.1 => mx 300 CNAME host.example.net',
      ],
      chain: [0, 1],
    },
    {
      title: 'rule 5: a name ceases to be an alias before an MX points at it',
      live: ['@ 300 MX 10 mx.example.net', 'mx 300 CNAME host.example.net'],
      files: ['@ 300 MX 10 mx.example.com', 'mx 300 A 192.0.2.1'],
      steps: [
        '~ mx 300 CNAME host.example.net => mx 300 A 192.0.2.1',
        '~ @ 300 MX 10 mx.example.net => @ 300 MX 10 mx.example.com',
      ],
      chain: [0, 1],
    },
    {
      title: 'rule 6: all MX but one go, and that one becomes the null MX',
      live: ['@ 300 MX 10 a.example.net', '@ 300 MX 20 b.example.net'],
      files: ['@ 300 MX 0 .'],
      steps: ['- @ 300 MX 20 b.example.net', '~ @ 300 MX 10 a.example.net => @ 300 MX 0 .'],
      chain: [0, 1],
    },
    {
      title: 'rule 6: the null MX becomes a real one, and then more come',
      live: ['@ 300 MX 0 .'],
      files: ['@ 300 MX 10 a.example.net', '@ 300 MX 20 b.example.net'],
      steps: ['~ @ 300 MX 0 . => @ 300 MX 10 a.example.net', '+ @ 300 MX 20 b.example.net'],
      chain: [0, 1],
    },
    {
      title: 'rule 7: handing over: glue, NS, then the data it hides goes',
      live: ['lab 300 A 192.0.2.1', 'www.lab 300 A 192.0.2.2'],
      files: ['lab 300 NS ns.lab.example.com', 'ns.lab 300 A 192.0.2.53'],
      steps: [
        '+ ns.lab 300 A 192.0.2.53',
        '+ lab 300 NS ns.lab.example.com',
        '- lab 300 A 192.0.2.1',
        '- www.lab 300 A 192.0.2.2',
      ],
      chain: [0, 1, 3],
    },
    {
      title: 'rule 7: taking back: the data comes while it is hidden, the NS go, then their glue',
      live: ['lab 300 NS ns.lab.example.com', 'ns.lab 300 A 192.0.2.53'],
      files: ['lab 300 A 192.0.2.1', 'www.lab 300 A 192.0.2.2'],
      steps: [
        '+ lab 300 A 192.0.2.1',
        '+ www.lab 300 A 192.0.2.2',
        '- lab 300 NS ns.lab.example.com',
        '- ns.lab 300 A 192.0.2.53',
      ],
      chain: [1, 2, 3],
    },
    {
      title: 'rule 8: the names come before their wildcard goes',
      live: ['*.dev 300 A 192.0.2.1'],
      files: ['a.dev 300 A 192.0.2.1'],
      steps: ['+ a.dev 300 A 192.0.2.1', '- *.dev 300 A 192.0.2.1'],
      chain: [0, 1],
    },
    {
      title: 'rule 8: the wildcard comes before the names go',
      live: ['a.dev 300 A 192.0.2.1'],
      files: ['*.dev 300 A 192.0.2.1'],
      steps: ['+ *.dev 300 A 192.0.2.1', '- a.dev 300 A 192.0.2.1'],
      chain: [0, 1],
    },
    {
      title: 'rule 8: what the wildcard served comes before what would hide it',
      live: ['*.dev 300 TXT x', '*.dev 300 A 192.0.2.1'],
      files: [
        '*.dev 300 TXT x',
        '*.dev 300 A 192.0.2.1',
        'a.dev 300 CAA 0 issue "ca.example"',
        'a.dev 300 A 192.0.2.2',
      ],
      steps: ['+ a.dev 300 A 192.0.2.2', '+ a.dev 300 CAA 0 issue "ca.example"'],
      chain: [0, 1],
    },
    {
      title: 'rule 8: at a name that returns to its wildcard the type that it serves goes last',
      live: ['*.dev 300 A 192.0.2.1', 'a.dev 300 CAA 0 issue "ca.example"', 'a.dev 300 A 192.0.2.2'],
      files: ['*.dev 300 A 192.0.2.1'],
      steps: ['- a.dev 300 CAA 0 issue "ca.example"', '- a.dev 300 A 192.0.2.2'],
      chain: [0, 1],
    },
    {
      title: 'rule 9: a ttl is lowered in place, before a move, by itself',
      live: ['www 172800 A 192.0.2.1', 'www 172800 A 192.0.2.2'],
      files: ['www 300 A 192.0.2.1', 'www 300 A 192.0.2.2'],
      steps: [
        '~ www 172800 A 192.0.2.1 => www 300 A 192.0.2.1',
        '~ www 172800 A 192.0.2.2 => www 300 A 192.0.2.2',
      ],
      chain: [],
    },
    {
      title: 'rule 10: of the last addresses of two families neither goes before its successor is there',
      live: ['www 300 A 192.0.2.1', 'www 300 A 192.0.2.2'],
      files: ['www 300 AAAA 2001:db8::1'],
      steps: ['+ www 300 AAAA 2001:db8::1', '- www 300 A 192.0.2.1', '- www 300 A 192.0.2.2'],
      chain: [0, 2],
    },
  ])('$title', ({ live, files, steps, chain }) => {
    const plan = planText(live, files);
    expect(plan.plan.errors).toEqual([]);
    expect(plan.steps).toEqual(steps);
    for (const [at, later] of chain.entries()) {
      const earlier = chain[at - 1];
      if (earlier !== undefined) expect(plan.waits(steps[later] ?? '', steps[earlier] ?? '')).toBe(true);
    }
  });

  test('rule 9: a move without lowering the ttl first is told how long the old answer lives', () => {
    const { plan } = planText(['www 172800 A 192.0.2.1'], ['www 172800 A 192.0.2.2']);
    expect(plan.zones[0]?.findings.map(({ rule }) => rule)).toEqual(['long-ttl']);
  });

  test('rule 10: the last record of an apex type needs a flag', () => {
    const { plan } = planText(['@ 300 MX 10 a.example.net', 'www 300 TXT x'], ['www 300 TXT x']);
    expect(plan.zones[0]?.guard).toMatchObject({ guarded: 1, reasons: [{ code: 'last-record' }] });
  });
});
