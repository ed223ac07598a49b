import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  isPathSafe,
  readPage,
  readProblem,
  readRecord,
  readZone,
} from '../../../src/provider/vpsorg/wire.ts';

const RECORD = {
  uuid: 'rec-001',
  record_type: 'A',
  name: '@',
  value: '192.0.2.1',
  ttl: 3600,
  priority: null,
  created_at: '2024-01-15T10:30:00Z',
};
const ZONE = { uuid: 'abc123-def456-ghi789', domain: 'example.com', record_count: 12 };

describe('a record on the wire', () => {
  it('is read by its fields; others are ignored', () => {
    expect(readRecord({ ...RECORD, zone: 'abc', comment: { deep: [1] } })).toEqual({ value: RECORD });
  });

  it.each([null, 0, '', '10', 1.5, undefined])('has no priority where it is %j', (priority) => {
    expect(readRecord({ ...RECORD, priority }).value?.priority).toBe(priority === 0 ? 0 : null);
  });

  it('needs no creation time', () => {
    const { created_at: _, ...rest } = RECORD;
    expect(readRecord(rest).value?.created_at).toBe('');
  });

  it.each(['uuid', 'record_type', 'name', 'value', 'ttl'] as const)(
    'is a problem without its %s',
    (field) => {
      const { [field]: _, ...rest } = RECORD;
      for (const json of [
        rest,
        { ...RECORD, [field]: null },
        { ...RECORD, [field]: [] },
        { ...RECORD, [field]: {} },
      ]) {
        expect(readRecord(json).problem).toMatch(new RegExp(`no (?:usable )?${field}`));
      }
    },
  );

  it.each([-1, 1.5, '300', Number.NaN, 2 ** 60])('has no ttl where it is %j', (ttl) => {
    expect(readRecord({ ...RECORD, ttl }).problem).toBe('record rec-001 has no ttl');
  });
});

describe('a uuid', () => {
  it.each([
    '..',
    '.',
    '',
    '../../account/me',
    'a/b',
    'a?b',
    'a#b',
    'a%2fb',
    'a b',
    'a\nb',
    'a\u0000',
    'ä',
    'x'.repeat(65),
  ])('that would make another path is no uuid: %j', (uuid) => {
    expect(isPathSafe(uuid)).toBe(false);
    expect(readRecord({ ...RECORD, uuid }).problem).toBe('a record has no usable uuid');
    expect(readZone({ ...ZONE, uuid }).problem).toBe('a zone has no usable uuid');
  });

  it.each(['rec-001', 'new-zone-uuid', '6f1ed002-ab5f-4d56-bb19-51d7a4a0a3a4', '42', 'a.b_c'])(
    'is opaque: %s',
    (uuid) => {
      expect(isPathSafe(uuid)).toBe(true);
    },
  );
});

describe('a zone on the wire', () => {
  it('has records in its detail only', () => {
    expect(readZone(ZONE)).toEqual({ value: ZONE });
    expect(readZone({ ...ZONE, records: [RECORD] })).toEqual({ value: { ...ZONE, records: [RECORD] } });
  });

  it.each([
    [{ ...ZONE, domain: 7 }, 'zone abc123-def456-ghi789 has no domain'],
    [{ ...ZONE, domain: '' }, 'zone abc123-def456-ghi789 has no domain'],
    [{ ...ZONE, record_count: undefined }, 'zone abc123-def456-ghi789 has no record_count'],
    [{ ...ZONE, record_count: '12' }, 'zone abc123-def456-ghi789 has no record_count'],
    [{ ...ZONE, records: {} }, 'the answer is no list'],
    [{ ...ZONE, records: null }, 'the answer is no list'],
    [{ ...ZONE, records: [RECORD, {}] }, 'a record has no usable uuid'],
    [[], 'a zone is no object'],
    [null, 'a zone is no object'],
    ['example.com', 'a zone is no object'],
  ])('is a problem where it is %j', (json, problem) => {
    expect(readZone(json)).toEqual({ problem });
  });
});

describe('a list on the wire', () => {
  it('is a bare array, or a page with a count', () => {
    expect(readPage([ZONE], readZone)).toEqual({ value: { items: [ZONE] } });
    const page = { count: 40, next: 'http://evil.example/?page=2', previous: null, results: [ZONE] };
    expect(readPage(page, readZone)).toEqual({ value: { items: [ZONE], count: 40 } });
  });

  it.each([
    {},
    null,
    'text',
    7,
    { results: [] },
    { count: 1 },
    { count: -1, results: [] },
    { count: '1', results: [] },
    { count: 1, results: {} },
    [ZONE, null],
    { detail: 'Not found.' },
  ])('is a problem, never an empty list, where it is %j', (json) => {
    expect(readPage(json, readZone).problem).toBeDefined();
  });
});

describe('an error body', () => {
  it.each([
    [
      'the vendor’s form',
      { detail: 'MX records require a priority value', error_code: 'validation_error', field: 'priority' },
      { message: 'MX records require a priority value', code: 'validation_error', field: 'priority' },
    ],
    ['detail alone', { detail: 'Not found.' }, { message: 'Not found.' }],
    ['a list of details', { detail: ['One.', 'Two.'] }, { message: 'One.; Two.' }],
    [
      'Django REST Framework’s form',
      { priority: ['This field is required.'] },
      { message: 'priority: This field is required.', field: 'priority' },
    ],
    [
      'several fields',
      { name: ['Too long.', 'Bad label.'], value: ['Enter a valid IPv4 address.'] },
      { message: 'name: Too long.; Bad label.; value: Enter a valid IPv4 address.', field: 'name' },
    ],
    ['a field with one text', { value: 'Bad.' }, { message: 'value: Bad.', field: 'value' }],
    [
      'errors of no field',
      { non_field_errors: ['The fields zone, name must make a unique set.'] },
      { message: 'The fields zone, name must make a unique set.' },
    ],
    ['a bare list', ['Zone already exists.'], { message: 'Zone already exists.' }],
    [
      'a field called __proto__',
      JSON.parse('{"__proto__": ["x"]}'),
      { message: '__proto__: x', field: '__proto__' },
    ],
  ])('is read in %s', (_name, json, problem) => {
    expect(readProblem(json)).toEqual(problem);
  });

  it.each([[{}], [null], ['text'], [7], [[]], [[1]], [{ a: { b: 1 } }], [{ detail: '' }]])(
    'that says nothing is none: %j',
    (json) => {
      expect(readProblem(json)).toBeUndefined();
    },
  );

  it('is cut, since it is shown', () => {
    expect(readProblem({ detail: 'x'.repeat(5000) })?.message).toHaveLength(201);
  });
});

it('gives a value or a problem for any JSON, and never throws', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (json) => {
      for (const reading of [readRecord(json), readZone(json), readPage(json, readRecord)]) {
        expect('value' in reading).not.toBe('problem' in reading);
      }
      readProblem(json);
    }),
  );
});
