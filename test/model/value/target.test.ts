import { expect, test } from 'vitest';
import { RECORD_TYPES, type RecordType } from '../../../src/model/record.ts';
import { targetOf } from '../../../src/model/value.ts';

test.each<[RecordType, string, string | undefined]>([
  ['CNAME', 'www.example.net', 'www.example.net.'],
  ['MX', 'mx.example.net', 'mx.example.net.'],
  ['MX', '.', undefined],
  ['NS', 'ns1.example.net', 'ns1.example.net.'],
  ['SRV', '5 5060 sip.example.net', 'sip.example.net.'],
  ['SRV', '0 0 .', undefined],
  ['A', '192.0.2.1', undefined],
  ['AAAA', '2001:db8::1', undefined],
  ['TXT', 'www.example.net', undefined],
  ['CAA', '0 issue "ca.example"', undefined],
])('%s %s points at %s', (type, value, expected) => {
  expect(targetOf({ type, value })).toBe(expected);
});

test.each(RECORD_TYPES)('a %s that cannot be read points at nothing', (type) => {
  expect(targetOf({ type, value: 'not a host', unreadable: 'says why' })).toBeUndefined();
});
