/** Snapshots hold the service's own words, by whichever of its endpoints they came. */
import { describe, expect, it } from 'vitest';
import { readLiveFile } from '../../../src/provider/live-file.ts';
import { ZoneAnswers } from '../../../src/provider/vpsorg/zone-answers.ts';

const zone = (more: object = {}) => ({
  uuid: 'z',
  domain: 'Example.com',
  record_count: 2,
  extra: [1],
  ...more,
});
const record = (uuid: string) => ({
  uuid,
  record_type: 'a',
  name: 'WWW',
  value: '192.0.2.1',
  ttl: 60,
  priority: 'odd',
  updated_at: 'x',
});

describe('the answers on a zone', () => {
  it('are its detail as it came, fields that nobody reads among them', () => {
    const answers = new ZoneAnswers();
    answers.hear('/dns-zones/', [zone()]);
    const detail = zone({ records: [record('a'), record('b')] });
    answers.hear('/dns-zones/z/', detail);
    expect(answers.of('z', new Set(['a', 'b']))).toEqual(detail);
  });

  it('are its row of the list where it holds nothing and was not asked for', () => {
    const answers = new ZoneAnswers();
    answers.hear('/dns-zones/', { count: 1, results: [zone({ record_count: 0 })] });
    expect(answers.of('z', new Set())).toEqual({ ...zone({ record_count: 0 }), records: [] });
    expect(answers.of('y', new Set())).toBeUndefined();
  });

  it('are put together from pages where the detail has no records, without what was gone at the end', () => {
    const answers = new ZoneAnswers();
    answers.hear('/dns-zones/z/', zone());
    answers.hear('/dns-zones/z/records/', { count: 3, results: [record('a'), record('gone')] });
    answers.hear('/dns-zones/z/records/', { count: 2, results: [record('b')] });
    answers.hear('/dns-records/z/', record('z'));
    expect(answers.of('z', new Set(['a', 'b']))).toEqual(zone({ records: [record('a'), record('b')] }));
    answers.hear('/dns-zones/z/', zone({ record_count: 0 }));
    expect(answers.of('z', new Set(['a', 'b']))).toMatchObject({ records: [] });
  });

  it('are what the client reads live state from', () => {
    const answers = new ZoneAnswers();
    answers.hear('/dns-zones/z/', zone({ records: [record('a'), record('b')] }));
    const [live] = readLiveFile(JSON.stringify(answers.of('z', new Set())), 'snapshot');
    expect(live?.records.map(({ id, name, type }) => [id, name, type])).toEqual([
      ['a', 'www.example.com.', 'A'],
      ['b', 'www.example.com.', 'A'],
    ]);
  });

  it('that are nothing of the kind do no harm', () => {
    const answers = new ZoneAnswers();
    for (const json of [null, 1, 'x', [null], { results: 1 }, { results: [null, 1] }]) {
      for (const path of ['/dns-zones/', '/dns-zones/z/', '/dns-zones/z/records/', '/account/me/']) {
        answers.hear(path, json);
      }
    }
    expect(() => answers.of('z', new Set())).not.toThrow();
  });
});
