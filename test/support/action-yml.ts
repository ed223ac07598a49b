/** action.yml and the tables of its documentation, made from the lists that the code reads by. */
import { INPUTS, type InputSpec } from '../../src/action/inputs.ts';
import { OUTPUTS } from '../../src/action/outputs.ts';

/** The text of action.yml. */
export function actionYml(): string {
  const inputs = Object.entries<InputSpec>(INPUTS).flatMap(([name, spec]) => [
    `  ${name}:`,
    `    description: ${JSON.stringify(described(spec))}`,
    `    required: ${spec.required === true}`,
    ...(spec.default === undefined ? [] : [`    default: ${JSON.stringify(spec.default)}`]),
  ]);
  const outputs = Object.entries(OUTPUTS).flatMap(([name, description]) => [
    `  ${name}:`,
    `    description: ${JSON.stringify(description)}`,
  ]);
  return [
    '# Made from src/action/inputs.ts and outputs.ts: npx vitest run test/action/manifest.test.ts --update',
    'name: dnssync',
    'description: Keep DNS zones hosted at VPS.org in step with YAML files in a Git repository.',
    'author: dnssync',
    'branding:',
    '  icon: globe',
    '  color: blue',
    'inputs:',
    ...inputs,
    'outputs:',
    ...outputs,
    'runs:',
    '  using: node24',
    '  main: dist/index.cjs',
    '',
  ].join('\n');
}

/** docs/action-reference.md. */
export function actionReference(): string {
  return [
    '# The inputs and outputs of the Action',
    '',
    'Made from the code: `npx vitest run test/action/manifest.test.ts --update`. How to use them: [the Action](action.md).',
    '',
    '## Inputs',
    '',
    '| input | default | what it is |',
    '| --- | --- | --- |',
    ...Object.entries<InputSpec>(INPUTS).map(
      ([name, spec]) =>
        `| \`${name}\` | ${spec.required ? '(required)' : spec.default === undefined ? '' : `\`${spec.default}\``} | ${described(spec)} |`,
    ),
    '',
    '## Outputs',
    '',
    '| output | what it is |',
    '| --- | --- |',
    ...Object.entries(OUTPUTS).map(([name, description]) => `| \`${name}\` | ${description} |`),
    '',
  ].join('\n');
}

function described({ description, choices = [] }: InputSpec): string {
  const unsaid = choices.filter((word) => !description.includes(`\`${word}\``));
  return unsaid.length === 0
    ? description
    : `${description} ${unsaid.map((word) => `\`${word}\``).join(' or ')}.`;
}
