import { describe, expect, test } from 'vitest';
import { readValue } from '../../../src/model/value.ts';

const HOST_TYPES = ['CNAME', 'NS', 'MX'] as const;

describe.each(HOST_TYPES)('the host of %s', (type) => {
  test.each([
    ['mx.example.net', 'mx.example.net', 'no final dot'],
    ['mx.example.net.', 'mx.example.net', 'a final dot'],
    ['MX.Example.NET', 'mx.example.net', 'capitals'],
    ['bücher.example', 'xn--bcher-kva.example', 'a U-label'],
    ['XN--BCHER-KVA.example.', 'xn--bcher-kva.example', 'an A-label in capitals'],
    ['_dc.example.net', '_dc.example.net', 'an underscore: live data may hold it'],
    ['mail', 'mail', 'one label: what an author may not write is judged elsewhere'],
    ['192.0.2.1', '192.0.2.1', 'digits in labels'],
  ])('%j is %s (%s)', (text, value) => {
    expect(readValue(type, text)).toEqual({ value });
  });

  test('a name is not one that repeats its end', () => {
    expect(readValue(type, 'mx.example.com.example.com').value).not.toBe(
      readValue(type, 'mx.example.com').value,
    );
  });

  test.each([
    ['', "'' is not a host name; name is empty"],
    ['..', "'..' is not a host name; name has an empty label at position 1"],
    ['mx..example', "'mx..example' is not a host name; name has an empty label at position 2"],
    ['mx example', "'mx example' is not a host name; name contains U+0020"],
    [' mx.example', "' mx.example' is not a host name; name contains U+0020"],
    ['mx.example\n', "'mx.example\n' is not a host name; name contains U+000A"],
    ['user@mx.example', "'user@mx.example' is not a host name; name contains '@' (U+0040)"],
    ['mx.example;', "'mx.example;' is not a host name; name contains ';' (U+003B)"],
    ['a\\.b', "'a\\.b' is not a host name; escapes in names are not supported; write the character itself"],
    ['https://mx.example', "'https://mx.example' is not a host name; leave out 'https://'"],
    ['HTTP://mx.example/', "'HTTP://mx.example/' is not a host name; leave out 'HTTP://'"],
    ['mx.example:25', "'mx.example:25' is not a host name; it cannot hold ':'"],
    ['mx.example/path', "'mx.example/path' is not a host name; it cannot hold '/'"],
    ['mx.example?x', "'mx.example?x' is not a host name; it cannot hold '?'"],
    ['mx.example#x', "'mx.example#x' is not a host name; it cannot hold '#'"],
    ['//mx.example', "'//mx.example' is not a host name; it cannot hold '/'"],
    ['2001:db8::1', "'2001:db8::1' is not a host name; it cannot hold ':'"],
    ['é:80', "'é:80' is not a host name; it cannot hold ':'"],
  ])('%j is refused', (text, message) => {
    expect(readValue(type, text)).toEqual({ problem: { code: 'target-syntax', message } });
  });
});

describe('the root', () => {
  test.each(['CNAME', 'NS'] as const)('is no target of %s', (type) => {
    const message = `'.' is not a usable ${type} target; name a host`;
    expect(readValue(type, '.')).toEqual({ problem: { code: 'target-root', message } });
  });

  test('is the null MX (RFC 7505 §3)', () => {
    expect(readValue('MX', '.')).toEqual({ value: '.' });
  });
});

test.each(['10 mx.example.net', '10\tmx.example.net', '0 .'])(
  'MX %j has its preference in the value',
  (text) => {
    const message = `'${text}' begins with a number: put the preference into priority`;
    expect(readValue('MX', text)).toEqual({ problem: { code: 'mx-priority', message } });
  },
);

test.each(['10', '10.example.net', '10mx.example.net'])('MX %s merely begins with digits', (text) => {
  expect(readValue('MX', text)).toEqual({ value: text });
});
