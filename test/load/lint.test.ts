import { describe, expect, test } from 'vitest';
import { loadTexts } from '../../src/load/load-texts.ts';
import { Source } from '../../src/load/source.ts';
import { brief, findings, loadText } from '../support/zone-text.ts';

const looks = 'records: { www.example.net: { TXT: x } }\n';

describe('lint: sets how much a rule weighs', () => {
  test('off, warn and error', () => {
    expect(findings(looks)).toEqual(['1:12 ?name-looks-fqdn']);
    expect(findings(`${looks}lint: { name-looks-fqdn: error }\n`)).toEqual(['1:12 name-looks-fqdn']);
    const off = 'lint: { name-looks-fqdn: { level: off, reason: customers } }\n';
    expect(findings(looks + off)).toEqual([]);
    const conflict = 'records: { "@": { MX: [0 ., 10 mx.example.net] } }\n';
    const warn = 'lint: { null-mx-conflict: { level: warn, reason: moving } }\n';
    expect(findings(conflict + warn)).toEqual(['1:24 ?null-mx-conflict']);
  });

  test('a zone file comes before the configuration', () => {
    const source = [new Source('zones/example.com.yaml', `${looks}lint: { name-looks-fqdn: warn }\n`)];
    const { diagnostics } = loadTexts(source, new Map([['name-looks-fqdn', 'error']]));
    expect(diagnostics.map(brief)).toEqual(['1:12 ?name-looks-fqdn']);
  });

  test('what makes a rule milder must say why', () => {
    expect(findings(`${looks}lint: { name-looks-fqdn: off }\n`)).toEqual([
      '1:12 ?name-looks-fqdn',
      '2:26 lint-reason',
    ]);
    expect(findings(`${looks}lint: { name-looks-fqdn: { level: off, reason: " " } }\n`)).toContain(
      '2:26 lint-reason',
    );
  });

  test('never what BIND refuses, neither by rule nor by case', () => {
    const alias = 'records: { a: { CNAME: b.example.net, TXT: x } }\n';
    expect(findings(`${alias}lint: { cname-conflict: { level: off, reason: x } }\n`)).toEqual([
      '1:17 cname-conflict',
      '2:9 lint-fixed',
    ]);
    const off = 'lint: { target-missing: { level: off, reason: x } }\n';
    expect(findings(`records: { "@": { MX: 10 mx.example.com } }\n${off}`)).toEqual([]);
    expect(findings(`records: { "@": { NS: [ns.example.com, ns.example.net] } }\n${off}`)).toEqual([
      '1:24 target-missing',
    ]);
  });

  test.each([
    ['lint: { name-look-fqdn: error }', '2:9 lint-rule', "did you mean 'name-looks-fqdn'"],
    ['lint: { __proto__: error }', '2:9 lint-rule', 'dnssync rules'],
    ['lint: { name-looks-fqdn: loud }', '2:26 lint-level', 'off, warn or error'],
    ['lint: { name-looks-fqdn: { level: [off] } }', '2:35 wrong-type', ''],
    ['lint: { name-looks-fqdn: { reason: x } }', '2:26 missing-key', 'level'],
    ['lint: off', '2:7 wrong-type', ''],
    ['lint: { name-looks-fqdn: { level: error, why: x } }', '2:42 unknown-key', ''],
  ])('%s', (line, finding, words) => {
    const found = loadText(`records: { a: { TXT: x } }\n${line}\n`).diagnostics;
    expect(found.map(brief)).toEqual([finding]);
    expect(found[0]?.message).toContain(words);
  });
});
