/** name-mixes-scripts: a label of letters from scripts that nobody writes together looks like another name. */
import { domainToUnicode } from 'node:url';
import type { Fqdn } from '../model/name.ts';
import type { ZoneRule } from './rule.ts';
import type { JudgedZone, Verdict } from './zone.ts';

export const mixedScripts: ZoneRule = {
  texts: [
    {
      name: 'name-mixes-scripts',
      severity: 'warning',
      summary:
        'Letters of several scripts in one label (a Cyrillic а among Latin ones) look like another name.',
      source: 'Unicode UTS #39 section 5.2, highly restrictive; RFC 5890 section 4.4',
      bad: 'records:\n  p\u0430ypal: { TXT: x }\n',
      good: 'records:\n  b\u00fccher.\u043f\u0440\u0438\u043c\u0435\u0440.\u30bd\u30cb\u30fctv: { TXT: x }\n',
    },
  ],
  judge,
};

function judge<At>(zone: JudgedZone<At>): Verdict<At>[] {
  const found: Verdict<At>[] = [];
  for (const { name, at } of zone.names.values()) {
    if (!name.includes('xn--')) continue;
    for (const label of ownLabels(name, zone.name)) {
      const text = label.startsWith('xn--') ? domainToUnicode(label) : '';
      const scripts = scriptsOf(text);
      if (TOGETHER.some((allowed) => scripts.every((script) => allowed.includes(script)))) continue;
      const message = `'${text}' (${label}) has letters of ${scripts.join(' and ')}; write it in one script, or people take it for another name`;
      found.push({ rule: 'name-mixes-scripts', at, message });
    }
  }
  return found;
}

/** Those below the zone; the apex stands for the zone's own. */
function ownLabels(name: Fqdn, zone: Fqdn): readonly string[] {
  return (name === zone ? name : name.slice(0, -zone.length)).split('.');
}

/** The scripts of modern use (UAX #31, table 5); the letters of any other are no reason to warn. */
const SCRIPTS = [
  'Arabic Armenian Bengali Bopomofo Cyrillic Devanagari Ethiopic Georgian Greek Gujarati Gurmukhi Han Hangul Hebrew',
  'Hiragana Kannada Katakana Khmer Lao Latin Malayalam Myanmar Oriya Sinhala Tamil Telugu Thaana Thai Tibetan',
]
  .join(' ')
  .split(' ')
  .map((script) => ({ script, letters: new RegExp(`\\p{Script=${script}}`, 'u') }));

/** What is written together: each script with itself, and Latin with those of Chinese, Japanese and Korean. */
const TOGETHER: readonly (readonly string[])[] = [
  ...SCRIPTS.map(({ script }) => [script]),
  ['Latin', 'Han', 'Hiragana', 'Katakana'],
  ['Latin', 'Han', 'Bopomofo'],
  ['Latin', 'Han', 'Hangul'],
];

function scriptsOf(text: string): string[] {
  return SCRIPTS.filter(({ letters }) => letters.test(text)).map(({ script }) => script);
}
