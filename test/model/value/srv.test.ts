import { describe, expect, test } from 'vitest';
import { readValue } from '../../../src/model/value.ts';

describe('SRV', () => {
  test.each([
    ['5 5060 sip.example.com', '5 5060 sip.example.com'],
    ['5 5060 SIP.Example.com.', '5 5060 sip.example.com'],
    ['  5 \t 5060   sip.example.com  ', '5 5060 sip.example.com'],
    ['005 05060 sip.example.com', '5 5060 sip.example.com'],
    ['0 0 .', '0 0 .'],
    ['65535 65535 a.b', '65535 65535 a.b'],
    ['5 443 bücher.example', '5 443 xn--bcher-kva.example'],
  ])('%j is %j', (text, value) => {
    expect(readValue('SRV', text)).toEqual({ value });
  });

  test('weight and port are not to be confused', () => {
    expect(readValue('SRV', '5 10 a.b').value).not.toBe(readValue('SRV', '10 5 a.b').value);
  });

  test.each([
    ['5060 sip.example.com', "SRV value is 'weight port target', not '5060 sip.example.com'"],
    [
      '10 5 5060 sip.example.com',
      "SRV value is 'weight port target', not '10 5 5060 sip.example.com'; priority belongs in priority",
    ],
    ['5 sip sip.example.com', "SRV value is 'weight port target', not '5 sip sip.example.com'"],
    ['5 -1 sip.example.com', "SRV value is 'weight port target', not '5 -1 sip.example.com'"],
    ['5 1e3 sip.example.com', "SRV value is 'weight port target', not '5 1e3 sip.example.com'"],
    ['5 80.5 sip.example.com', "SRV value is 'weight port target', not '5 80.5 sip.example.com'"],
    ['5 5060 a.b\n', "SRV value is 'weight port target', not '5 5060 a.b\n'"],
    ['5 5060 a.b c d', "SRV value is 'weight port target', not '5 5060 a.b c d'"],
    ['5\n5060 a.b', "SRV value is 'weight port target', not '5\n5060 a.b'"],
    ['', "SRV value is 'weight port target', not ''"],
  ])('%j is refused for its fields', (text, message) => {
    expect(readValue('SRV', text)).toEqual({ problem: { code: 'srv-syntax', message } });
  });

  test.each([
    ['65536 80 a.b', 'SRV weight 65536 is not 0…65535'],
    ['0 65536 a.b', 'SRV port 65536 is not 0…65535'],
    ['0 4294967296 a.b', 'SRV port 4294967296 is not 0…65535'],
  ])('%s is refused for its range', (text, message) => {
    expect(readValue('SRV', text)).toEqual({ problem: { code: 'srv-range', message } });
  });

  test.each([
    ['0 80 a..b', "'a..b' is not a host name; name has an empty label at position 2"],
    ['0 80 http://a.b', "'http://a.b' is not a host name; leave out 'http://'"],
    ['0 80 a.b:80', "'a.b:80' is not a host name; it cannot hold ':'"],
  ])('%s is refused for its target', (text, message) => {
    expect(readValue('SRV', text)).toEqual({ problem: { code: 'target-syntax', message } });
  });
});
