/** Every rule by its own examples: the bad one gives that rule and nothing else, the near miss nothing at all. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { loadTexts } from '../../src/load/load-texts.ts';
import { Source } from '../../src/load/source.ts';
import type { Level } from '../../src/model/diagnostic.ts';
import type { RuleText } from '../../src/model/rule.ts';
import { RULES } from '../../src/rules/catalogue.ts';

/** What is off is on for its own example. */
function found({ name, severity }: RuleText, text: string) {
  const levels = new Map<string, Level>(severity === 'off' ? [[name, 'warning']] : []);
  return loadTexts([new Source(`zones/${name}.example.yaml`, text)], levels).diagnostics;
}

describe.each(RULES.filter(({ bad }) => bad !== undefined).map((rule) => [rule.name, rule] as const))(
  '%s',
  (name, rule) => {
    test('its example is told at its place, with the severity of the rule', () => {
      const severity = rule.severity === 'off' ? 'warning' : rule.severity;
      const diagnostics = found(rule, rule.bad ?? '');
      expect(diagnostics.map(({ severity: s, rule: r }) => `${s} ${r}`)).toEqual([`${severity} ${name}`]);
      expect(diagnostics[0]?.at).toMatchObject({ line: expect.any(Number), column: expect.any(Number) });
    });

    test('the near miss is taken', () => {
      expect(rule.good).not.toBe(rule.bad);
      expect(found(rule, rule.good ?? '')).toEqual([]);
    });
  },
);

test('what the loader tells is in the list, but for what is wrong with the folder itself', () => {
  const told = readdirSync('src', { recursive: true, encoding: 'utf8' })
    .filter((file) => /^(load\/.*|model\/value.*|model\/name)\.ts$/.test(file))
    .flatMap((file) => [
      ...readFileSync(`src/${file}`, 'utf8').matchAll(/\b(?:rule|code): '([a-z][a-z0-9-]+)'/g),
    ])
    .map(([, rule = '']) => rule);
  expect(told.length).toBeGreaterThan(40);
  const names = new Set(RULES.map(({ name }) => name));
  const unlisted = [...new Set(told)].filter((rule) => !names.has(rule));
  expect(unlisted.filter((rule) => !rule.startsWith('zones-'))).toEqual([]);
});

test('each rule has one text, and names are lower-case words with hyphens', () => {
  const names = RULES.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(names.filter((name) => !/^[a-z]+(-[a-z0-9]+)*$/.test(name))).toEqual([]);
});

test('only what no text of one file can show has no example', () => {
  expect(RULES.filter(({ bad }) => bad === undefined).map(({ name }) => name)).toEqual([
    'dmarc-consent',
    'dname-occluded',
    'file-encoding',
    'file-link',
    'file-too-large',
    'file-type',
    'file-unreadable',
    'more-problems',
    'nameserver',
    'ttl-mismatch',
    'zone-twice',
  ]);
});
