/** The live records of a zone that are left alone, as lines: what they are, and who says so. */
import type { Fqdn } from '../model/name.ts';
import type { LeftAlone } from '../model/plan.ts';
import { placeText } from './change-text.ts';
import { dataText } from './data-text.ts';
import { showOwner } from './owner.ts';
import { safe } from './safe.ts';
import type { Styles } from './style.ts';
import { presentTtl } from './ttl.ts';
import { displayWidth, padTo } from './width.ts';

/** One long name or value must not push what follows the others out of sight. */
const WIDEST_NAME = 24;
const WIDEST_VALUE = 48;

export function leftAloneLines(zone: Fqdn, leftAlone: readonly LeftAlone[], style: Styles): string[] {
  const rows = leftAlone.map((one) => ({
    name: showOwner(one.record.name, zone),
    type: one.record.type,
    value: dataText(one.record),
    ttl: presentTtl(one.record.ttl),
    why: whyText(one),
  }));
  const widest = (measure: (row: (typeof rows)[number]) => string, most = Number.POSITIVE_INFINITY): number =>
    Math.min(
      most,
      rows.reduce((width, row) => Math.max(width, displayWidth(measure(row))), 0),
    );
  const widths = [
    widest(({ name }) => name, WIDEST_NAME),
    widest(({ type }) => type),
    widest(({ value }) => value, WIDEST_VALUE),
    widest(({ ttl }) => ttl),
  ];
  return rows.map(({ name, type, value, ttl, why }) => {
    const cells = [name, type, value, ttl].map((text, index) => padTo(text, widths[index] ?? 0));
    return style.dim(`  · ${[...cells, why].join('  ')}`);
  });
}

function whyText({ why, pattern }: LeftAlone): string {
  if (pattern !== undefined) return `ignored by ${safe(pattern.text)}  ${placeText(pattern.source)}`;
  return why === 'undeclared' ? 'not declared (mode: additive)' : 'ignored';
}
