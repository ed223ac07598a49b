import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type InProcess, openInProcess } from './in-process.ts';

let sandbox: InProcess;
let zone: string;
beforeEach(async () => {
  sandbox = await openInProcess();
  zone = sandbox.call('POST', '/dns-zones/', { domain: 'example.com' }).body.uuid;
});
afterEach(() => sandbox.close());

function create(record: object) {
  return sandbox.call('POST', `/dns-zones/${zone}/records/`, record);
}

const label63 = 'a'.repeat(63);
/** With `.example.com` behind it 253 characters, which are 255 octets on the wire (RFC 1035 section 2.3.4). */
const longestName = `${`${label63}.`.repeat(3)}${'b'.repeat(49)}`;

describe('zone names', () => {
  test.each([
    ['example.org', 'example.org'],
    ['Example.ORG.', 'example.org'],
    ['sub.example.com', 'sub.example.com'],
    ['xn--strae-oqa.example', 'xn--strae-oqa.example'],
    ['2.0.192.in-addr.arpa', '2.0.192.in-addr.arpa'],
    [`${label63}.example`, `${label63}.example`],
  ])('%s is taken as %s', (domain, kept) => {
    expect(sandbox.call('POST', '/dns-zones/', { domain })).toMatchObject({
      status: 201,
      body: { domain: kept, record_count: 0, records: [] },
    });
  });

  test.each([
    'com',
    'a..b',
    '.example.com',
    'example.com..',
    '-a.example',
    'a-.example',
    'a_b.example',
    'straße.example',
    '192.0.2.1',
    'https://example.com',
    'example.com/../../etc',
    '*.example.com',
    `${label63}a.example`,
    `${`${label63}.`.repeat(4)}example`,
    'exa mple.com',
    'example.com\nevil.example',
    '',
    '.',
    42,
    null,
  ])('%j is refused', (domain) => {
    expect(sandbox.call('POST', '/dns-zones/', { domain })).toMatchObject({
      status: 400,
      body: { error_code: 'validation_error', field: 'domain' },
    });
  });
});

describe('owner names', () => {
  test.each([
    ['@', '@'],
    ['www', 'www'],
    ['WWW', 'www'],
    ['www.example.com', 'www'],
    ['www.example.com.', 'www'],
    ['example.com', '@'],
    ['EXAMPLE.com.', '@'],
    ['a.b', 'a.b'],
    ['xexample.com', 'xexample.com'],
    ['www.example.com.example.com', 'www.example.com.example.com'],
    ['example.com.example.com.', 'example.com.example.com'],
    ['*', '*'],
    ['*.dev', '*.dev'],
    ['_dmarc', '_dmarc'],
    ['0/25', '0/25'],
    ['-x', '-x'],
    ['xn--strae-oqa', 'xn--strae-oqa'],
    ['__proto__', '__proto__'],
    [longestName, longestName],
  ])('%s is kept as %s', (name, kept) => {
    expect(create({ record_type: 'TXT', name, value: 'x' })).toMatchObject({
      status: 201,
      body: { name: kept },
    });
  });

  test.each([
    '',
    ' ',
    'a..b',
    '.a',
    'a..',
    '.',
    'www.example.org.',
    'xexample.com.',
    `${label63}a`,
    `${longestName}b`,
    'a b',
    'a@b',
    'foo*',
    'a.*.b',
    'a"b',
    'a;b',
    'straße',
    'a\\.b',
    'a\n$INCLUDE /etc/passwd',
    7,
    null,
  ])('%j is refused', (name) => {
    expect(create({ record_type: 'TXT', name, value: 'x' })).toMatchObject({
      status: 400,
      body: { error_code: 'validation_error', field: 'name' },
    });
  });

  test.each(['A', 'AAAA', 'MX'])('an owner of %s must be a host name, as BIND wants it', (record_type) => {
    const value = { A: '192.0.2.1', AAAA: '2001:db8::1', MX: 'mx.example.com' }[record_type];
    const named = (name: string) => create({ record_type, name, value, priority: 1 }).status;
    expect(named('_x')).toBe(400);
    expect(named('-x')).toBe(400);
    expect(named('*.x')).toBe(201);
    expect(named('a._spf')).toBe(201);
    expect(named('gc._msdcs')).toBe(201);
  });
});

const target = {
  kept: ['host.example.net', 'a-1.b.example'],
  refused: ['mail', '@', '192.0.2.1', '2001:db8::1'],
};
const hosts = [
  ...target.refused,
  'a_b.example',
  'https://a.example',
  'a.example:80',
  'a b.example',
  'a..example',
];

/** Per type: values with the form in which they are kept, and values that are refused. */
const types: Record<
  string,
  { kept: [value: string, kept: string][]; refused: unknown[]; priority?: number }
> = {
  A: {
    kept: [
      ['192.0.2.1', '192.0.2.1'],
      [' 192.0.2.1 ', '192.0.2.1'],
      ['0.0.0.0', '0.0.0.0'],
    ],
    refused: [
      '192.0.2.01',
      '192.0.2',
      '192.0.2.256',
      '192.0.2.1/24',
      '0x7f.0.0.1',
      '2001:db8::1',
      'a.example',
      '١.2.3.4',
    ],
  },
  AAAA: {
    kept: [
      ['2001:0db8::1', '2001:0db8::1'],
      ['::', '::'],
      ['::ffff:192.0.2.1', '::ffff:192.0.2.1'],
    ],
    refused: [
      '192.0.2.1',
      '2001:db8',
      ':::',
      '[2001:db8::1]',
      'fe80::1%eth0',
      '2001:db8::/32',
      '2001:db8::1::2',
      'g::',
    ],
  },
  CNAME: {
    kept: [
      ['example.com', 'example.com'],
      ['Target.Example.NET.', 'target.example.net'],
      ['_x.acm-validations.aws', '_x.acm-validations.aws'],
    ],
    refused: [
      ...target.refused,
      '.',
      'https://a.example',
      'a b.example',
      'a;b.example',
      'a..example',
      `${label63}a.example`,
    ],
  },
  MX: {
    priority: 10,
    kept: [
      ['mail.example.com', 'mail.example.com'],
      ['mail.example.com.', 'mail.example.com'],
      ['.', '.'],
    ],
    refused: [...hosts, '10 mail.example.com', '*.example.com'],
  },
  NS: {
    kept: [
      ['ns1.example.com', 'ns1.example.com'],
      ['NS1.example.com.', 'ns1.example.com'],
    ],
    refused: [...hosts, '.'],
  },
  SRV: {
    priority: 0,
    kept: [
      ['10 5060 sip.example.com', '10 5060 sip.example.com'],
      ['0\t 443  Sip.example.com.', '0 443 sip.example.com'],
      ['65535 65535 .', '65535 65535 .'],
    ],
    refused: [
      '5060 sip.example.com',
      '0 10 5060 sip.example.com',
      '10 sip sip.example.com',
      '65536 1 sip.example.com',
      '-1 1 sip.example.com',
      '1 1 192.0.2.1',
      '1 1 sip',
      '1 1 a_b.example.com',
    ],
  },
  TXT: {
    kept: [
      ['v=spf1 include:_spf.google.com ~all', 'v=spf1 include:_spf.google.com ~all'],
      ['  trimmed  ', 'trimmed'],
      ['back\\slash; $x @ (y', 'back\\slash; $x @ (y'],
      ['"a" "b"', '"a" "b"'],
      ['"a\\"b\\\\300\\195\\169"', '"a\\"b\\\\300\\195\\169"'],
      ['""', '""'],
      ['tab\tinside', 'tab\tinside'],
      ['café ☃', 'café ☃'],
      ['x'.repeat(65_000), 'x'.repeat(65_000)],
    ],
    refused: [
      '',
      '   ',
      '"open',
      '"a" b',
      'a\nb',
      'ends with\n',
      'a\u0000b',
      '\ud800',
      '"\\300"',
      '"\\12x"',
      'x'.repeat(65_500),
      'é'.repeat(32_700),
      42,
      true,
    ],
  },
  CAA: {
    kept: [
      ['0 issue "letsencrypt.org"', '0 issue "letsencrypt.org"'],
      ['128  iodef\t"mailto:a@example.com"', '128 iodef "mailto:a@example.com"'],
      ['0 issue ";"', '0 issue ";"'],
    ],
    refused: [
      '0 issue letsencrypt.org',
      '256 issue "a.example"',
      '-1 issue "a.example"',
      'issue "a.example"',
      '0 is-sue "a.example"',
      '0 issue "a"b"',
      '0 issue "a',
      '0 issue "a" "b"',
    ],
  },
};

describe.each(Object.entries(types))('%s values', (record_type, { kept, refused, priority }) => {
  test.each(kept)('%j is kept as %j', (value, stored) => {
    const name = record_type === 'SRV' ? '_s._tcp' : 't';
    expect(create({ record_type, name, value, priority })).toMatchObject({
      status: 201,
      body: { record_type, value: stored, ttl: 3600, priority: priority ?? null },
    });
  });

  test.each([...refused, undefined, null])('%j is refused', (value) => {
    expect(create({ record_type, name: 't', value, priority })).toMatchObject({
      status: 400,
      body: { error_code: 'validation_error', field: 'value' },
    });
  });
});

describe('numbers', () => {
  test.each([0, 1, 2_147_483_647])('ttl %j is taken', (ttl) => {
    expect(create({ record_type: 'A', name: 't', value: '192.0.2.1', ttl })).toMatchObject({
      status: 201,
      body: { ttl },
    });
  });

  test.each([-1, 2_147_483_648, 1.5, '300', null, true])('ttl %j is refused', (ttl) => {
    expect(create({ record_type: 'A', name: 't', value: '192.0.2.1', ttl })).toMatchObject({
      status: 400,
      body: { field: 'ttl' },
    });
  });

  test.each([0, 65_535])('priority %j is taken', (priority) => {
    expect(create({ record_type: 'MX', name: 't', value: 'm.example.com', priority })).toMatchObject({
      status: 201,
      body: { priority },
    });
  });

  test.each([-1, 65_536, 1.5, '10', null, undefined])(
    'priority %j is refused where one is needed',
    (priority) => {
      expect(create({ record_type: 'MX', name: 't', value: 'm.example.com', priority })).toMatchObject({
        status: 400,
        body: { field: 'priority' },
      });
    },
  );

  test('a priority where the type has none is not kept', () => {
    expect(create({ record_type: 'A', name: 't', value: '192.0.2.1', priority: 5 }).body.priority).toBeNull();
  });
});

describe('changes', () => {
  test('PATCH changes what is given and keeps uuid, created_at and the rest', () => {
    const made = create({ record_type: 'MX', name: 'm', value: 'a.example.com', priority: 5, ttl: 60 }).body;
    const { body } = sandbox.call('PATCH', `/dns-records/${made.uuid}/`, { value: 'b.example.com' });
    expect(body).toEqual({ ...made, value: 'b.example.com' });
  });

  test('PUT wants all and sets the rest to the defaults', () => {
    const made = create({ record_type: 'A', name: 'm', value: '192.0.2.1', ttl: 60 }).body;
    const path = `/dns-records/${made.uuid}/`;
    expect(sandbox.call('PUT', path, { ttl: 5 })).toMatchObject({
      status: 400,
      body: { field: 'record_type' },
    });
    const put = sandbox.call('PUT', path, { record_type: 'A', name: 'n', value: '192.0.2.2' });
    expect(put.body).toEqual({ ...made, name: 'n', value: '192.0.2.2', ttl: 3600 });
  });

  test('one PATCH turns a CNAME into an A and back', () => {
    const made = create({ record_type: 'CNAME', name: 'w', value: 'a.example.net' }).body;
    const path = `/dns-records/${made.uuid}/`;
    const a = sandbox.call('PATCH', path, { record_type: 'A', value: '192.0.2.1', priority: null });
    expect(a).toMatchObject({ status: 200, body: { uuid: made.uuid, record_type: 'A', value: '192.0.2.1' } });
    const back = sandbox.call('PATCH', path, { record_type: 'CNAME', value: 'a.example.net' });
    expect(back.body).toEqual(made);
  });

  test('a new type judges the value that stands, and wants the priority it needs', () => {
    const a = create({ record_type: 'A', name: 'w', value: '192.0.2.1' }).body;
    const path = `/dns-records/${a.uuid}/`;
    expect(sandbox.call('PATCH', path, { record_type: 'CNAME' })).toMatchObject({
      status: 400,
      body: { field: 'value' },
    });
    expect(sandbox.call('PATCH', path, { record_type: 'MX', value: 'm.example.com' })).toMatchObject({
      status: 400,
      body: { field: 'priority' },
    });
    const mx = sandbox.call('PATCH', path, { record_type: 'MX', value: 'm.example.com', priority: 3 });
    expect(mx.body.priority).toBe(3);
    expect(sandbox.call('PATCH', path, { record_type: 'A', value: '192.0.2.1' }).body.priority).toBeNull();
  });

  test('--no-type-change refuses it and names the field', async () => {
    const strict = await openInProcess({ type_change: false });
    const { uuid } = strict.call('POST', '/dns-zones/', { domain: 'example.com' }).body;
    const made = strict.call('POST', `/dns-zones/${uuid}/records/`, {
      record_type: 'A',
      name: 'w',
      value: '192.0.2.1',
    }).body;
    const path = `/dns-records/${made.uuid}/`;
    const answer = strict.call('PATCH', path, { record_type: 'CNAME', value: 'a.example.net' });
    expect(answer).toMatchObject({ status: 400, body: { field: 'record_type' } });
    expect(strict.call('GET', path).body).toEqual(made);
    expect(strict.call('PATCH', path, { record_type: 'A', ttl: 5 }).status).toBe(200);
    await strict.close();
  });

  test('what the client cannot set is passed over', () => {
    const made = create({
      record_type: 'A',
      name: 'w',
      value: '192.0.2.1',
      uuid: 'mine',
      created_at: 'x',
      foo: 1,
    });
    expect(made.status).toBe(201);
    expect(made.body.uuid).toMatch(/^rec-/);
    expect(Object.keys(made.body)).not.toContain('foo');
  });
});

describe('conflicts', () => {
  const www = { record_type: 'A', name: 'www', value: '192.0.2.1' };
  const alias = { record_type: 'CNAME', name: 'www', value: 'a.example.net' };

  test('the same record twice is refused, in any spelling of its name, and leaves nothing', () => {
    create(www);
    expect(create({ ...www, name: 'WWW.example.com.', ttl: 5 })).toMatchObject({
      status: 400,
      body: { error_code: 'validation_error', field: null },
    });
    expect(sandbox.call('GET', `/dns-zones/${zone}/`).body.record_count).toBe(1);
  });

  test('two MX to one host with two priorities are two records', () => {
    const mx = { record_type: 'MX', name: '@', value: 'm.example.com' };
    expect(create({ ...mx, priority: 10 }).status).toBe(201);
    expect(create({ ...mx, priority: 20 }).status).toBe(201);
    expect(create({ ...mx, priority: 10 }).status).toBe(400);
  });

  test('a value can be taken again once it is free', () => {
    const first = create(www).body;
    const second = create({ ...www, value: '192.0.2.2' }).body;
    expect(sandbox.call('PATCH', `/dns-records/${second.uuid}/`, { value: '192.0.2.1' }).status).toBe(400);
    sandbox.call('PATCH', `/dns-records/${first.uuid}/`, { value: '192.0.2.3' });
    expect(sandbox.call('PATCH', `/dns-records/${second.uuid}/`, { value: '192.0.2.1' }).status).toBe(200);
    sandbox.call('DELETE', `/dns-records/${second.uuid}/`);
    expect(create(www).status).toBe(201);
  });

  test('CNAME and other data are refused in both orders, and by PATCH', () => {
    const a = create(www).body;
    expect(create(alias)).toMatchObject({ status: 400, body: { field: 'name' } });
    sandbox.call('DELETE', `/dns-records/${a.uuid}/`);
    expect(create(alias).status).toBe(201);
    expect(create(www)).toMatchObject({ status: 400, body: { field: 'name' } });
    expect(create({ ...alias, value: 'b.example.net' })).toMatchObject({
      status: 400,
      body: { field: 'name' },
    });
    const other = create({ ...www, name: 'other' }).body;
    expect(sandbox.call('PATCH', `/dns-records/${other.uuid}/`, { name: 'www' }).status).toBe(400);
  });

  test('a PATCH to CNAME is refused while another record stands at the name', () => {
    const first = create(www).body;
    const second = create({ ...www, value: '192.0.2.2' }).body;
    const path = `/dns-records/${first.uuid}/`;
    const toAlias = { record_type: 'CNAME', value: 'a.example.net' };
    expect(sandbox.call('PATCH', path, toAlias).status).toBe(400);
    sandbox.call('DELETE', `/dns-records/${second.uuid}/`);
    expect(sandbox.call('PATCH', path, toAlias).status).toBe(200);
  });

  test('a CNAME at the zone itself is refused', () => {
    expect(create({ ...alias, name: '@' })).toMatchObject({ status: 400, body: { field: 'name' } });
  });

  test('--lax stores all of it', async () => {
    const lax = await openInProcess({ lax: true });
    const { uuid } = lax.call('POST', '/dns-zones/', { domain: 'example.com' }).body;
    const path = `/dns-zones/${uuid}/records/`;
    for (const record of [www, www, alias, { ...alias, name: '@' }, { ...www, name: '_x' }]) {
      expect(lax.call('POST', path, record).status).toBe(201);
    }
    expect(lax.call('POST', path, { ...www, value: 'no address' }).status).toBe(400);
    await lax.close();
  });
});

describe('error bodies', () => {
  test("Django REST Framework's form names every field at once", async () => {
    const drf = await openInProcess({ errors: 'drf' });
    const { uuid } = drf.call('POST', '/dns-zones/', { domain: 'example.com' }).body;
    const path = `/dns-zones/${uuid}/records/`;
    expect(
      drf.call('POST', path, { record_type: 'MX', name: 'a..b', value: 'mx.example.com' }),
    ).toMatchObject({
      status: 400,
      body: {
        name: ['Invalid record name: empty label.'],
        priority: ['MX records require a priority value'],
      },
    });
    const a = { record_type: 'A', name: 'a', value: '192.0.2.1' };
    drf.call('POST', path, a);
    expect(drf.call('POST', path, a).body).toEqual({
      non_field_errors: [expect.stringContaining('already')],
    });
    expect(drf.call('GET', '/dns-zones/none/').body).toEqual({ detail: 'Zone not found' });
    await drf.close();
  });

  test.each([[[]], ['text'], [42], [true]])('a body of %j is no object', (body) => {
    expect(sandbox.call('POST', '/dns-zones/', body)).toMatchObject({
      status: 400,
      body: { error_code: 'validation_error', field: null },
    });
  });
});
