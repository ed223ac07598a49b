/** Holds requests and answers against schema/vpsorg-api.openapi.yaml, and says in words where they part from it. */
import { readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { parse } from 'yaml';

// biome-ignore lint/suspicious/noExplicitAny: what the document must hold is what these tests find out
export type Json = any;

/** A request as it went over the wire; the path is below the base and has its query. */
export interface SentRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}

/** The answer to it; the names of headers in lower case. */
export interface GivenAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}

interface Found {
  readonly operation: Json;
  readonly parameters: readonly Json[];
}

export function readDocument(): Json {
  return parse(readFileSync(new URL('../../schema/vpsorg-api.openapi.yaml', import.meta.url), 'utf8'));
}

export class Contract {
  readonly document: Json;
  readonly #ajv: Ajv2020;
  readonly #validators = new Map<string, ValidateFunction>();

  constructor(document: Json = readDocument()) {
    this.document = document;
    // Ajv's checks of its own taste do not know `allOf` beside `properties`; unknown keywords are still errors.
    this.#ajv = new Ajv2020({ strict: true, strictTypes: false, strictRequired: false, allErrors: true });
    this.#ajv.addVocabulary(['components', 'x-evidence', 'x-readings']);
    // RFC 3339 section 5.6; Django REST Framework writes microseconds.
    this.#ajv.addFormat('date-time', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/);
    this.#ajv.addSchema({ $id: 'api', components: { schemas: document.components.schemas } });
  }

  /** All operations, as `GET /dns-zones/`. */
  operations(): string[] {
    return Object.entries<Json>(this.document.paths).flatMap(([path, item]) =>
      Object.keys(item)
        .filter((key) => key !== 'parameters')
        .map((method) => `${method.toUpperCase()} ${path}`),
    );
  }

  /** The operation that a request is for, as {@link operations} names it. */
  operationOf(request: Pick<SentRequest, 'method' | 'path'>): string | undefined {
    const bare = request.path.split('?', 1)[0] ?? '';
    return this.operations().find((name) => {
      const [method, template = ''] = name.split(' ');
      const pattern = template.replace(/\{\w+\}/g, '[^/]+');
      return method === request.method && new RegExp(`^${pattern}$`).test(bare);
    });
  }

  requestProblems(request: SentRequest): string[] {
    const found = this.#find(request);
    if (found === undefined) return [`${request.method} ${request.path} is no operation of the API`];
    const { headers } = request;
    const problems = this.#queryProblems(request, found.parameters);
    if (!/^Bearer vps_\S+$/.test(headers.authorization ?? ''))
      problems.push('authorization is no Bearer vps_…');
    const { requestBody } = found.operation;
    if (requestBody === undefined) {
      if (request.body !== '') problems.push('the operation takes no body');
      return problems;
    }
    return [...problems, ...this.#bodyProblems(requestBody.content, headers['content-type'], request.body)];
  }

  answerProblems(request: Pick<SentRequest, 'method' | 'path'>, answer: GivenAnswer): string[] {
    const found = this.#find(request);
    if (found === undefined) return [`${request.method} ${request.path} is no operation of the API`];
    const { responses } = found.operation;
    const named = responses[answer.status] ?? responses[`${Math.floor(answer.status / 100)}XX`];
    if (named === undefined) return [`status ${answer.status} is not listed`];
    const response = this.resolve(named);
    const problems: string[] = [];
    for (const [name, header] of Object.entries<Json>(response.headers ?? {})) {
      const value = answer.headers[name.toLowerCase()];
      if (value !== undefined) problems.push(...this.#valueProblems(header.schema, value, name));
      else if (header.required === true) problems.push(`${name} is missing`);
    }
    if (response.content === undefined) {
      if (answer.body !== '') problems.push('there must be no body');
      return problems;
    }
    return [
      ...problems,
      ...this.#bodyProblems(response.content, answer.headers['content-type'], answer.body),
    ];
  }

  /** Where a value parts from a schema, which is a reference to one of the components. */
  schemaProblems(schema: Json, value: unknown): string[] {
    const validate = this.#validator(schema);
    if (validate(value)) return [];
    return (validate.errors ?? []).map(({ instancePath, message, params }) =>
      `${instancePath || 'the body'} ${message} ${JSON.stringify(params)}`.trim(),
    );
  }

  /** What stands behind a reference, or the thing itself. */
  resolve(node: Json): Json {
    if (typeof node?.$ref !== 'string') return node;
    return node.$ref
      .split('/')
      .slice(1)
      .reduce((at: Json, key: string) => at?.[key], this.document);
  }

  #find(request: Pick<SentRequest, 'method' | 'path'>): Found | undefined {
    const [method = '', path = ''] = this.operationOf(request)?.split(' ') ?? [];
    const item = this.document.paths[path];
    const operation = item?.[method.toLowerCase()];
    if (operation === undefined) return undefined;
    const parameters = [...(item.parameters ?? []), ...(operation.parameters ?? [])];
    return { operation, parameters: parameters.map((one) => this.resolve(one)) };
  }

  #queryProblems({ path }: SentRequest, parameters: readonly Json[]): string[] {
    const query = new URLSearchParams(path.split('?')[1] ?? '');
    return [...query].flatMap(([name, value]) => {
      const known = parameters.find((one) => one.in === 'query' && one.name === name);
      return known === undefined
        ? [`query parameter ${name} is not known`]
        : this.#valueProblems(known.schema, value, name);
    });
  }

  /** A text of a query or a header, read as what its schema wants. */
  #valueProblems(schema: Json, text: string, name: string): string[] {
    const value = schema.type === 'integer' && /^\d+$/.test(text) ? Number(text) : text;
    return this.schemaProblems(schema, value).map((problem) => `${name}: ${problem}`);
  }

  #bodyProblems(content: Json, type: string | undefined, body: string): string[] {
    const media = content[type?.split(';', 1)[0]?.trim() ?? ''];
    if (media === undefined) return [`content type ${type} is not listed`];
    if (!type?.startsWith('application/json')) return this.schemaProblems(media.schema, body);
    let value: unknown;
    try {
      value = JSON.parse(body);
    } catch {
      return ['the body is no JSON'];
    }
    return this.schemaProblems(media.schema, value);
  }

  #validator(schema: Json): ValidateFunction {
    const key = JSON.stringify(schema);
    let validate = this.#validators.get(key);
    if (validate === undefined) {
      const { $ref } = schema;
      validate = this.#ajv.compile($ref === undefined ? schema : { $ref: `api${$ref}` });
      this.#validators.set(key, validate);
    }
    return validate;
  }
}
