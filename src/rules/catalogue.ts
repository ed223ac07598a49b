/** All rules by name: what `dnssync rules` lists and `lint:` may set. */
import { compareText } from '../model/record.ts';
import type { RuleText } from '../model/rule.ts';
import { ZONE_RULES } from './judge.ts';
import { FILES } from './reading/files.ts';
import { NAMES } from './reading/names.ts';
import { VALUES } from './reading/values.ts';
import { YAML_RULES } from './reading/yaml.ts';

/** Sorted by name. */
export const RULES: readonly RuleText[] = [
  ...FILES,
  ...YAML_RULES,
  ...NAMES,
  ...VALUES,
  ...ZONE_RULES.flatMap(({ texts }) => texts),
].sort((a, b) => compareText(a.name, b.name));

const BY_NAME: ReadonlyMap<string, RuleText> = new Map(RULES.map((rule) => [rule.name, rule]));

export function ruleNamed(name: string): RuleText | undefined {
  return BY_NAME.get(name);
}
