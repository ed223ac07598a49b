import { describe, expect, it } from 'vitest';
import { issueSteps, type KnownIssue } from '../../src/action/drift-issue.ts';

const NOW = '2026-11-26T05:17:00Z';
const OLD = 'a'.repeat(64);
const NEW = 'b'.repeat(64);

function known(id: number, fingerprint: string, closedAt?: string): KnownIssue {
  const post = { id, body: '', url: '', isOurs: true, isEdited: false };
  return {
    issue: { ...post, isOpen: closedAt === undefined, ...(closedAt === undefined ? {} : { closedAt }) },
    marker: { key: 'default', fingerprint, since: '2026-11-20T05:17:00Z' },
  };
}

describe('the issue on drift', () => {
  it.each([
    ['drift, and no issue yet', [], NEW, ['create']],
    ['the same drift: the body alone, nobody is mailed', [known(5, NEW)], NEW, ['edit 5']],
    ['another drift: one comment', [known(5, OLD)], NEW, ['edit 5', 'say 5 changed']],
    [
      'drift again within two weeks',
      [known(5, OLD, '2026-11-20T00:00:00Z')],
      NEW,
      ['edit 5 reopen', 'say 5 again'],
    ],
    ['drift again after two weeks', [known(5, OLD, '2026-11-01T00:00:00Z')], NEW, ['create']],
    ['two that are open become one', [known(9, NEW), known(5, OLD)], NEW, ['edit 9', 'close 5']],
    ['in sync', [known(5, OLD)], undefined, ['say 5 resolved', 'close 5']],
    ['in sync, as before', [known(5, OLD, '2026-11-20T00:00:00Z')], undefined, []],
    ['in sync, and never an issue', [], undefined, []],
  ] as const)('%s', (_, issues, fingerprint, steps) => {
    const words = issueSteps(issues, fingerprint, NOW).map((step) =>
      [
        step.do,
        ...('number' in step ? [step.number] : []),
        ...('what' in step ? [step.what] : []),
        ...('reopen' in step ? ['reopen'] : []),
      ].join(' '),
    );
    expect(words).toEqual(steps);
  });

  it('keeps since when it is so, but not over a time in which all was well', () => {
    expect(issueSteps([known(5, OLD)], NEW, NOW)[0]).toMatchObject({ since: '2026-11-20T05:17:00Z' });
    expect(issueSteps([known(5, OLD, '2026-11-25T00:00:00Z')], NEW, NOW)[0]).toMatchObject({ since: NOW });
  });
});
