/** Which clauses of the API's document lack the mark that says how they are known, or bear one that is no such mark. */
import type { Json } from './contract.ts';

const words = ['documented', 'seen in client', 'assumed'];

/** Where the mark is missing or wrong, as paths into the document. */
export function unmarked(document: Json): string[] {
  const problems: string[] = [];
  const clause = (node: Json, at: string): void => {
    const mark = node['x-evidence'];
    if (!words.includes(mark)) problems.push(`${at}: ${mark === undefined ? 'no mark' : `mark '${mark}'`}`);
    for (const [reading, word] of Object.entries<Json>(node['x-readings'] ?? {})) {
      if (!words.includes(word)) problems.push(`${at}: reading '${reading}' is marked '${word}'`);
    }
  };
  /** A reference is a clause where it is followed to. */
  const own = (node: Json, at: string, visit: (node: Json, at: string) => void): void => {
    if (node.$ref === undefined) visit(node, at);
  };
  const each = (nodes: Json, at: string, visit: (node: Json, at: string) => void): void => {
    for (const [key, node] of Object.entries<Json>(nodes ?? {})) visit(node, `${at}/${key}`);
  };

  const schema = (node: Json, at: string): void => {
    each(node.properties, `${at}/properties`, (property, path) => {
      clause(property, path);
      schema(property, path);
    });
    for (const word of ['oneOf', 'anyOf']) {
      each(node[word], `${at}/${word}`, (one, path) => {
        clause(one, path);
        schema(one, path);
      });
    }
    for (const word of ['then', 'else', 'additionalProperties']) {
      const one = node[word];
      if (typeof one !== 'object') continue;
      clause(one, `${at}/${word}`);
      schema(one, `${at}/${word}`);
    }
    each(node.allOf, `${at}/allOf`, (one, path) => own(one, path, schema));
    if (node.items !== undefined) own(node.items, `${at}/items`, schema);
  };
  const content = (media: Json, at: string): void => {
    own(media.schema, `${at}/schema`, (_, path) => problems.push(`${path}: not among the components`));
    each(media.examples, `${at}/examples`, clause);
  };
  const response = (node: Json, at: string): void => {
    clause(node, at);
    each(node.headers, `${at}/headers`, clause);
    each(node.content, `${at}/content`, content);
  };

  each(document.servers, 'servers', clause);
  each(document.paths, 'paths', ({ parameters, ...operations }, at) => {
    each(parameters, `${at}/parameters`, (one, path) => own(one, path, clause));
    each(operations, at, (operation, path) => {
      clause(operation, path);
      each(operation.parameters, `${path}/parameters`, (one, inner) => own(one, inner, clause));
      each(operation.responses, `${path}/responses`, (one, inner) => own(one, inner, response));
      if (operation.requestBody === undefined) return;
      clause(operation.requestBody, `${path}/requestBody`);
      each(operation.requestBody.content, `${path}/requestBody/content`, content);
    });
  });
  const { securitySchemes, parameters, responses, schemas } = document.components;
  each(securitySchemes, 'components/securitySchemes', clause);
  each(parameters, 'components/parameters', clause);
  each(responses, 'components/responses', response);
  each(schemas, 'components/schemas', (one, at) => {
    clause(one, at);
    schema(one, at);
  });
  return problems;
}
