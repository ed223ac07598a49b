/** The inputs of the Action: one list, that action.yml and its documentation are made from and the code reads by. */

import { LONGEST_KEY } from '../model/review.ts';

/** What a workflow may say of one input. */
export interface InputSpec {
  readonly description: string;
  readonly default?: string;
  readonly required?: true;
  /** The only words it takes. */
  readonly choices?: readonly string[];
}

const YES_OR_NO = { choices: ['true', 'false'] } as const;

/** In the order of the documentation. Kebab case throughout, as GitHub's own actions have it. */
export const INPUTS = {
  mode: {
    description: 'What to do: `validate`, `plan`, `apply` or `drift`.',
    required: true,
    choices: ['validate', 'plan', 'apply', 'drift'],
  },
  zones: {
    description: 'Zones to look at, or globs, parted by blanks or lines; all that have a file where empty.',
  },
  shard: {
    description: 'Which part of the zones, as `2/5`: for a matrix of jobs that share thousands of zones.',
  },
  plans: {
    description:
      'For `plan`: files of plans that other jobs have made (`plan-file`), parted by lines, to be shown as one instead of planning here.',
  },
  config: { description: 'The configuration file; `dnssync.yaml`, where there is one, if empty.' },
  'working-directory': {
    description: 'Folder of the configuration and the zone files, in the workspace.',
    default: '.',
  },
  strict: { description: 'Count warnings of the zone files as errors.', default: 'false', ...YES_OR_NO },
  'api-token': {
    description: 'Token of the VPS.org API. One that can only read is enough for `plan` and `drift`.',
  },
  'api-url': { description: "The API's address; the vendor's own if empty." },
  'on-missing-token': {
    description:
      'Without `api-token`: `validate` checks the files and says that nothing was planned, `fail` fails, `auto` validates on a pull request and fails elsewhere.',
    default: 'auto',
    choices: ['auto', 'validate', 'fail'],
  },
  'github-token': {
    description: 'For the comment, the drift issue, and to find the pull request that was merged.',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: an expression of the workflow's, not of ours
    default: '${{ github.token }}',
  },
  key: {
    description: 'Tells apart the comments and issues of several uses of this Action in one repository.',
    default: 'default',
  },
  comment: {
    description:
      'When a pull request gets a comment with its plan: `changes` (if it has any, or had), `always`, `never`.',
    default: 'changes',
    choices: ['changes', 'always', 'never'],
  },
  annotations: { description: 'Show findings at their lines.', default: 'true', ...YES_OR_NO },
  'fail-on': {
    description: 'Which plan fails the step in `plan` and `drift`: `never`, `changes`, `destructive`.',
    default: 'never',
    choices: ['never', 'changes', 'destructive'],
  },
  base: {
    description:
      'What a plan is compared with to tell your changes from drift: a branch or commit. The base of the pull request if empty; needs `fetch-depth: 0` at the checkout.',
  },
  review: {
    description:
      'For `apply`: `required` writes only what a plan on a merged pull request has shown (or `expect-plan` names), `off` writes whatever the files say.',
    default: 'required',
    choices: ['required', 'off'],
  },
  'expect-plan': {
    description: 'For `apply`: the hash of a plan that a person has approved, as a refusal prints it.',
  },
  allow: {
    description:
      'For `apply`: guarded changes that are allowed, as `example.com=12`, parted by blanks or lines.',
  },
  'allow-zone-delete': {
    description: 'For `apply`: zones that may be deleted where their file says `state: absent`.',
  },
  force: {
    description: 'For `apply`: overrule the guard in all zones.',
    default: 'false',
    ...YES_OR_NO,
  },
  verify: {
    description: 'For `apply`: then wait until the name servers answer what the files say.',
    default: 'false',
    ...YES_OR_NO,
  },
  'max-wait': { description: 'Longest wait that the API may ask for.', default: '2m' },
  timeout: { description: 'For `apply`: start no call after this time.', default: '1h' },
  issue: { description: 'For `drift`: keep one issue on it.', default: 'true', ...YES_OR_NO },
  'issue-labels': {
    description: 'For `drift`: labels of the issue, parted by commas.',
    default: 'dns-drift',
  },
} as const satisfies Readonly<Record<string, InputSpec>>;

export type InputName = keyof typeof INPUTS;

/** The inputs as they were given, each one of its words or a text. */
export type Inputs = {
  readonly [Name in InputName]: (typeof INPUTS)[Name] extends { readonly choices: readonly (infer Word)[] }
    ? Word
    : string;
};

/**
 * Reads the inputs from the environment as the runner gives them: `INPUT_` and the name in capitals, blanks as `_`,
 * hyphens kept. Texts are trimmed. All mistakes together; a value is not repeated, for it may be a token at a wrong place.
 */
export function readInputs(
  env: Readonly<Record<string, string | undefined>>,
): { readonly inputs: Inputs } | { readonly problems: readonly string[] } {
  const problems: string[] = [];
  const read = Object.entries<InputSpec>(INPUTS).map(([name, spec]) => {
    const text = (env[`INPUT_${name.toUpperCase()}`] ?? '').trim() || (spec.default ?? '');
    if (text === '' && spec.required) problems.push(`input '${name}' is missing: ${oneOf(spec.choices)}`);
    else if (text !== '' && spec.choices !== undefined && !spec.choices.includes(text))
      problems.push(`input '${name}' takes ${oneOf(spec.choices)}, nothing else`);
    return [name, text] as const;
  });
  const texts = new Map(read);
  // A shard stands beside it in the marker of an issue.
  if (`${texts.get('key')} ${texts.get('shard')}`.length > LONGEST_KEY)
    problems.push("input 'key' is too long: what has it would not be found again");
  if (!/[^,\s]/.test(texts.get('issue-labels') ?? ''))
    problems.push("input 'issue-labels' names no label: the issue would not be found again");
  const known = new Set(Object.keys(INPUTS).map((name) => `INPUT_${name.toUpperCase()}`));
  for (const variable of Object.keys(env)) {
    // The runner warns of an input that action.yml lacks and goes on: a misspelt guard would guard nothing.
    if (variable.startsWith('INPUT_') && !known.has(variable) && env[variable] !== '')
      problems.push(`there is no input '${variable.slice('INPUT_'.length).toLowerCase()}'`);
  }
  return problems.length > 0 ? { problems } : { inputs: Object.fromEntries(read) as unknown as Inputs };
}

function oneOf(words: readonly string[] = []): string {
  return words.map((word) => `'${word}'`).join(', ');
}
