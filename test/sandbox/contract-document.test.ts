import { describe, expect, test } from 'vitest';
import { Contract, type Json, readDocument } from '../support/contract.ts';
import { unmarked } from '../support/evidence.ts';
import page from './vendor-page.json' with { type: 'json' };

const contract = new Contract();

/** A place in the document that holds examples: the examples by name, and their schema. */
interface Place {
  readonly schema: Json;
  readonly examples: Readonly<Record<string, Json>>;
}

function places(node: Json): Place[] {
  if (typeof node !== 'object' || node === null) return [];
  const here = node.schema !== undefined && node.examples !== undefined ? [node as Place] : [];
  return [...here, ...Object.values(node).flatMap(places)];
}

const examples = places(contract.document).flatMap(({ schema, examples }) =>
  Object.entries(examples).map(([name, { value, 'x-evidence': mark }]) => ({ name, value, mark, schema })),
);

describe('every clause of the document', () => {
  test('says how it is known', () => {
    expect(unmarked(contract.document)).toEqual([]);
  });

  test.each<[string, (document: Json) => Json]>([
    ['servers/0', ({ servers }) => servers[0]],
    ['paths//dns-records/{uuid}//put', ({ paths }) => paths['/dns-records/{uuid}/'].put],
    ['paths//dns-zones//get/parameters/0', ({ paths }) => paths['/dns-zones/'].get.parameters[0]],
    ['paths//dns-zones//post/requestBody', ({ paths }) => paths['/dns-zones/'].post.requestBody],
    [
      'paths//dns-zones//get/responses/200/content/application/json/examples/list of zones',
      ({ paths }) =>
        paths['/dns-zones/'].get.responses['200'].content['application/json'].examples['list of zones'],
    ],
    ['components/parameters/page', ({ components }) => components.parameters.page],
    [
      'components/responses/Throttled/headers/Retry-After',
      ({ components }) => components.responses.Throttled.headers['Retry-After'],
    ],
    ['components/schemas/Error/oneOf/1', ({ components }) => components.schemas.Error.oneOf[1]],
    [
      'components/schemas/Account/properties/token/properties/name',
      ({ components }) => components.schemas.Account.properties.token.properties.name,
    ],
    ['components/schemas/Record/then', ({ components }) => components.schemas.Record.then],
    [
      'components/schemas/Zone/additionalProperties',
      ({ components }) => components.schemas.Zone.additionalProperties,
    ],
    ['components/securitySchemes/token', ({ components }) => components.securitySchemes.token],
  ])('%s is missed by its name where it loses its mark', (path, clause) => {
    const document = readDocument();
    delete clause(document)['x-evidence'];
    expect(unmarked(document)).toEqual([`${path}: no mark`]);
  });

  test('bears one of three marks, and so does every reading', () => {
    const document = readDocument();
    document.components.schemas.Zone['x-evidence'] = 'sure';
    document.components.schemas.Zone.properties.domain['x-readings']['lower case, without a final dot'] = 1;
    expect(unmarked(document)).toEqual([
      "components/schemas/Zone: mark 'sure'",
      "components/schemas/Zone/properties/domain: reading 'lower case, without a final dot' is marked '1'",
    ]);
  });

  test('leads somewhere where it is a reference', () => {
    const references = JSON.stringify(contract.document).match(/"\$ref":"[^"]+"/g) ?? [];
    expect(references.length).toBeGreaterThan(100);
    for (const text of new Set(references)) {
      expect(contract.resolve(JSON.parse(`{${text}}`)), text).toBeDefined();
    }
  });
});

describe('the examples of the document', () => {
  test.each(examples)('$name follow their schema', ({ schema, value }) => {
    expect(contract.schemaProblems(schema, value)).toEqual([]);
  });

  test('that are called documented are those of the page, all of them and word for word', () => {
    const documented = examples.filter(({ mark }) => mark === 'documented');
    expect(Object.fromEntries(documented.map(({ name, value }) => [name, value]))).toEqual(page.examples);
    expect(documented).toHaveLength(Object.keys(page.examples).length);
  });
});

describe('the table of the page’s rows', () => {
  const rows = page.cases.map(({ request, status }) => ({
    operation: contract.operationOf(request),
    query: new URLSearchParams(request.path.split('?')[1] ?? ''),
    status: String(status),
    named: `${request.method} ${request.path}`,
  }));

  test('asks for operations of the document only', () => {
    expect(rows.filter(({ operation }) => operation === undefined).map(({ named }) => named)).toEqual([]);
  });

  test.each(contract.operations())('has every documented status and parameter of %s', (operation) => {
    const [method = '', path = ''] = operation.split(' ');
    const { responses, parameters = [] } = contract.document.paths[path][method.toLowerCase()];
    const own = rows.filter((row) => row.operation === operation);
    const documented = (node: Json) => contract.resolve(node)['x-evidence'] === 'documented';
    // Any active token may ask for its account.
    const free = operation === 'GET /account/me/' ? ['403'] : [];
    const statuses = Object.keys(responses).filter((status) => documented(responses[status]));
    const missing = statuses.filter((status) => !own.some((row) => row.status === status));
    expect(missing).toEqual(free);
    for (const parameter of parameters.filter(documented)) {
      expect(own.some(({ query }) => query.has(contract.resolve(parameter).name))).toBe(true);
    }
  });
});
