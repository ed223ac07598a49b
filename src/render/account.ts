/** Whose token this is and what it may do, as text and as JSON. */
import type { Account } from '../model/provider.ts';
import { safe } from './safe.ts';
import { styles } from './style.ts';
import { tableLines } from './table.ts';

/** One fact a line; what the service does not tell is said to be not told, not left out. */
export function renderAccount(
  account: Account,
  apiOrigin: string,
  { color }: { readonly color: boolean },
): string {
  const style = styles(color);
  const facts = [
    ['account', account.name],
    ['token', account.tokenName],
    ['permissions', account.permissions?.join(', ')],
    ['api', apiOrigin],
  ] as const;
  const rows = facts.map(([fact, value]) => [
    fact,
    value === undefined ? 'not told by the service' : safe(value),
  ]);
  return `${tableLines(rows, (line, index) => (facts[index]?.[1] === undefined ? style.dim(line) : line)).join('\n')}\n`;
}

export interface AccountJson extends Account {
  readonly formatVersion: '1.0';
  readonly apiOrigin: string;
}

export function accountToJson({ name, tokenName, permissions }: Account, apiOrigin: string): AccountJson {
  return {
    formatVersion: '1.0',
    apiOrigin,
    ...(name === undefined ? {} : { name }),
    ...(tokenName === undefined ? {} : { tokenName }),
    ...(permissions === undefined ? {} : { permissions }),
  };
}
