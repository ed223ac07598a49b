/** The answer of `/account/me/`, whose shape the DNS page does not give: read as far as it can be. */
import type { Account } from '../../model/provider.ts';
import { isObject } from './wire.ts';

type Json = Readonly<Record<string, unknown>>;

export function readAccount(json: Json): Account {
  const token = objectAt(json, 'token') ?? objectAt(json, 'api_token') ?? {};
  const person = objectAt(json, 'account') ?? objectAt(json, 'user') ?? {};
  const name = firstText(
    [json, person].flatMap((from) => [from.email, from.username]),
    [json.name, person.name],
  );
  const tokenName = firstText([token.name, json.token_name]);
  const permissions =
    readPermissions(json.permissions) ?? readPermissions(token.permissions) ?? readPermissions(json.scopes);
  return {
    ...(name === undefined ? {} : { name }),
    ...(tokenName === undefined ? {} : { tokenName }),
    ...(permissions === undefined ? {} : { permissions }),
  };
}

function readPermissions(json: unknown): readonly string[] | undefined {
  if (typeof json === 'string') return json.split(/[\s,]+/).filter((name) => name !== '');
  return Array.isArray(json) && json.every((name) => typeof name === 'string') ? json : undefined;
}

function objectAt(json: Json, key: string): Json | undefined {
  const value = json[key];
  return isObject(value) ? value : undefined;
}

function firstText(...candidates: unknown[][]): string | undefined {
  return candidates.flat().find((text): text is string => typeof text === 'string' && text !== '');
}
