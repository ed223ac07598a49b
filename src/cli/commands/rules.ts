/** `dnssync rules`: the rules that zone files are judged by, as a list, or one of them explained. */
import { DnssyncError } from '../../errors.ts';
import { closest } from '../../model/suggest.ts';
import { renderRule, renderRules, rulesToJson, rulesToMarkdown } from '../../render/rules.ts';
import { safe, safeJson } from '../../render/safe.ts';
import { RULES, ruleNamed } from '../../rules/catalogue.ts';
import { wantsColor } from '../color.ts';
import type { CommonOptions } from '../common-options.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import type { Host } from '../host.ts';

export interface RulesOptions extends CommonOptions {
  readonly format: 'text' | 'json' | 'markdown';
}

export function rules(host: Host, name: string | undefined, options: RulesOptions): ExitCode {
  const color = wantsColor(options.color, host.stdout, host.env);
  const shown = name === undefined ? RULES : [namedRule(name)];
  const [only] = shown;
  const text = (): string =>
    name === undefined || only === undefined
      ? renderRules(shown, { color, width: host.stdout.width })
      : renderRule(only, { color });
  const output = {
    text,
    json: () => `${safeJson(rulesToJson(shown))}\n`,
    markdown: () => rulesToMarkdown(shown),
  };
  host.stdout.write(output[options.format]());
  return EXIT.done;
}

function namedRule(name: string) {
  const rule = ruleNamed(name);
  if (rule !== undefined) return rule;
  const near = closest(
    name,
    RULES.map((each) => each.name),
  );
  const hint = near === undefined ? 'dnssync rules lists them' : `did you mean ${near}?`;
  throw new DnssyncError(`there is no rule '${safe(name)}'`, { code: 'usage', hint });
}
