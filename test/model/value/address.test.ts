import { describe, expect, test } from 'vitest';
import { readValue } from '../../../src/model/value.ts';

describe('A', () => {
  test.each(['192.0.2.1', '0.0.0.0', '255.255.255.255', '10.20.30.40'])('%s is itself', (text) => {
    expect(readValue('A', text)).toEqual({ value: text });
  });

  test.each([
    ['192.0.2.01', 'a leading zero'],
    ['192.0.2', 'three numbers'],
    ['192.0.2.1.5', 'five numbers'],
    ['192.0.2.256', 'more than an octet'],
    ['192.0.2.1/24', 'a prefix'],
    ['192.0.2.1:80', 'a port'],
    ['192.0.2.1.', 'a final dot'],
    ['192.0.2.1,192.0.2.2', 'two addresses'],
    ['0xc0.0.2.1', 'hexadecimal'],
    ['3221225985', 'one number'],
    ['192.0.2.-1', 'a sign'],
    ['1９2.0.2.1', 'a full-width digit'],
    [' 192.0.2.1', 'a blank before'],
    ['192.0.2.1\n', 'a line feed'],
    ['192.0.2.1\0', 'a NUL'],
    ['', 'nothing'],
    ['example.com', 'a name'],
  ])('%j is refused (%s)', (text) => {
    const message = `'${text}' is not an IPv4 address`;
    expect(readValue('A', text)).toEqual({ problem: { code: 'a-syntax', message } });
  });

  test.each(['2001:db8::1', '::ffff:192.0.2.1'])('%s is shown the way to AAAA', (text) => {
    expect(readValue('A', text)).toEqual({
      problem: {
        code: 'a-syntax',
        message: `'${text}' is not an IPv4 address; it is an IPv6 address: use AAAA`,
      },
    });
  });
});

describe('AAAA', () => {
  // The right side is written by hand after RFC 5952 §4.
  test.each([
    ['2001:db8::1', '2001:db8::1'],
    ['2001:0db8::1', '2001:db8::1'],
    ['2001:DB8:0:0:0:0:0:1', '2001:db8::1'],
    ['2001:0db8:0000:0000:0000:0000:0000:0001', '2001:db8::1'],
    ['2001:db8::0:1', '2001:db8::1'],
    ['::', '::'],
    ['0:0:0:0:0:0:0:0', '::'],
    ['::1', '::1'],
    ['1::', '1::'],
    ['2001:db8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
    ['2001:0:0:1:0:0:0:1', '2001:0:0:1::1'],
    ['2001:db8::1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
    ['1:2:3:4:5:6:7::', '1:2:3:4:5:6:7:0'],
    ['::2:3:4:5:6:7:8', '0:2:3:4:5:6:7:8'],
    ['::ffff:192.0.2.1', '::ffff:c000:201'],
    ['::FFFF:c000:0201', '::ffff:c000:201'],
    ['::192.0.2.1', '::c000:201'],
    ['64:ff9b::192.0.2.33', '64:ff9b::c000:221'],
    ['2001:db8::1:192.0.2.1', '2001:db8::1:c000:201'],
    ['1:2:3:4:5:6:192.0.2.1', '1:2:3:4:5:6:c000:201'],
    ['1:2:3:4:5::0.0.0.0', '1:2:3:4:5::'],
  ])('%s is %s', (text, value) => {
    expect(readValue('AAAA', text)).toEqual({ value });
  });

  test('a mapped and a compatible address are two', () => {
    expect(readValue('AAAA', '::ffff:192.0.2.1').value).not.toBe(readValue('AAAA', '::192.0.2.1').value);
  });

  test.each([
    ['2001:db8::1/64', 'a prefix'],
    ['[2001:db8::1]', 'brackets'],
    ['fe80::1%eth0', 'a zone index (RFC 4007 §11)'],
    ['fe80::1%25eth0', 'a zone index as in a URL'],
    [':::', 'three colons'],
    ['1::2::3', 'two gaps'],
    ['1:2:3:4:5:6:7', 'seven groups'],
    ['1:2:3:4:5:6:7:8:9', 'nine groups'],
    ['1:2:3:4:5:6:7:8::', 'eight groups and a gap'],
    ['00001::', 'five digits'],
    ['g::', 'no hexadecimal digit'],
    ['::01.2.3.4', 'a leading zero in the tail'],
    ['::1.2.3', 'half a tail'],
    ['::1.2.3.4:1', 'a tail in the middle'],
    ['2001:db8::1 ', 'a blank behind'],
    ['2001:db8::1\n', 'a line feed'],
    ['::1\0', 'a NUL'],
    ['', 'nothing'],
  ])('%j is refused (%s)', (text) => {
    const message = `'${text}' is not an IPv6 address`;
    expect(readValue('AAAA', text)).toEqual({ problem: { code: 'aaaa-syntax', message } });
  });

  test('an IPv4 address is shown the way to A', () => {
    expect(readValue('AAAA', '192.0.2.1')).toEqual({
      problem: {
        code: 'aaaa-syntax',
        message: "'192.0.2.1' is not an IPv6 address; it is an IPv4 address: use A",
      },
    });
  });
});
