/** The outputs of the Action: one list, that action.yml and its documentation are made from and the code writes by. */

export const OUTPUTS = {
  result:
    '`in-sync`, `changes`, `applied`, `refused` (nothing was written), `partial`, `validated` or `error`.',
  'failure-reason':
    'Why the step failed: `validation`, `no-reviewed-plan`, `plan-changed`, `guard`, `refused` (another apply is under way, or this one cannot be recorded), `permission`, `auth`, `api`, `stopped`, `partial-apply`, `changes` or `internal`; empty where it did not.',
  changes: 'How many changes the plan has, zones to be made or deleted included.',
  creates: 'How many records the plan creates.',
  updates: 'How many records the plan updates.',
  deletes: 'How many records the plan deletes.',
  destructive:
    '`true` where the guard would stop the plan, a zone would be deleted, or something would go that does not come back by itself.',
  'plan-hash': 'The hash of the plan: equal where the same changes would be made.',
  'plan-file': 'Path of the plan as JSON.',
  'plan-markdown-file': 'Path of the plan as Markdown, whole.',
  'run-folder': 'Path of the record of an apply: upload it, `dnssync undo --from FOLDER` needs it.',
  'comment-url': 'Address of the comment on the pull request.',
  'issue-number': 'Number of the drift issue, open or just closed.',
} as const satisfies Readonly<Record<string, string>>;

export type OutputName = keyof typeof OUTPUTS;

/** What stands in the outputs; the rest is empty. */
export type Outputs = { readonly [Name in OutputName]?: string };

export type Result = 'in-sync' | 'changes' | 'applied' | 'refused' | 'partial' | 'validated' | 'error';

export type FailureReason =
  | 'validation'
  | 'no-reviewed-plan'
  | 'plan-changed'
  | 'guard'
  | 'refused'
  | 'permission'
  | 'auth'
  | 'api'
  | 'stopped'
  | 'partial-apply'
  | 'changes'
  | 'internal';
