/** Carries out what drift-issue.ts decides: finds the issues that are ours, and writes the texts. */
import type { DriftReport } from '../model/drift.ts';
import { counted } from '../render/counted.ts';
import { driftSentence, renderDriftMarkdown } from '../render/drift.ts';
import { codeSpan } from '../render/markup.ts';
import { COMMENT_BUDGET } from '../render/plan-markdown.ts';
import { readDriftMarker, writeDriftMarker } from '../review/drift-marker.ts';
import { type IssueStep, issueSteps, type KnownIssue } from './drift-issue.ts';
import type { Github } from './github.ts';
import { tolerated } from './plan-comment.ts';
import { redacted } from './redacted.ts';
import type { Session } from './session.ts';

const DAY = 86_400_000;

/** Resolves to the number of the issue that was opened, renewed or closed. What GitHub refuses is a warning. */
export async function trackDrift(session: Session, report: DriftReport): Promise<number | undefined> {
  const { github, host, inputs } = session;
  // A look that failed says nothing of the drift: neither that it is there nor that it is gone.
  if (github === undefined || report.outcome === 'could-not-check') return undefined;
  return tolerated(host, 'keep the issue on drift', async () => {
    const labels = inputs['issue-labels'].split(',').flatMap((label) => label.trim() || []);
    const key = keyOf(session);
    const known = await knownIssues(github, labels[0] ?? '', key);
    const now = new Date().toISOString();
    const fingerprint = report.outcome === 'drift' ? report.fingerprint : undefined;
    let number: number | undefined;
    for (const step of issueSteps(known, fingerprint, now)) {
      const done = await carryOut(github, step, { session, report, now, labels, key });
      number ??= done;
    }
    return number;
  });
}

async function knownIssues(github: Github, label: string, key: string): Promise<readonly KnownIssue[]> {
  return (await github.issues(label)).flatMap((issue) => {
    const marker = issue.isOurs ? readDriftMarker(issue.body) : undefined;
    return marker === undefined || marker.key !== key ? [] : [{ issue, marker }];
  });
}

interface Story {
  readonly session: Session;
  readonly report: DriftReport;
  readonly now: string;
  readonly labels: readonly string[];
  readonly key: string;
}

/** Each of the jobs that share the zones knows of its own part only, and so has an issue of its own. */
function keyOf({ inputs: { key, shard } }: Session): string {
  return shard === '' ? key : `${key} ${shard}`;
}

async function carryOut(github: Github, step: IssueStep, story: Story): Promise<number> {
  switch (step.do) {
    case 'create': {
      const { key } = story;
      const title = key === 'default' ? 'DNS drift' : `DNS drift (${key})`;
      const body = bodyOf(story, step.since);
      return (await github.createIssue({ title, body, labels: story.labels })).id;
    }
    case 'edit': {
      const state = step.reopen ? { state: 'open' as const } : {};
      await github.editIssue(step.number, { body: bodyOf(story, step.since), ...state });
      return step.number;
    }
    case 'say':
      await github.addComment(step.number, commentOf(story, step.what, step.since));
      return step.number;
    case 'close':
      await github.editIssue(step.number, { state: 'closed' });
      return step.number;
  }
}

function bodyOf({ session, report, now, key }: Story, since: string): string {
  const { runUrl, host } = session;
  const fingerprint = report.fingerprint ?? '';
  const marker = writeDriftMarker({ key, fingerprint, since });
  return redacted(
    host,
    renderDriftMarkdown(report, {
      budget: COMMENT_BUDGET,
      hash: fingerprint,
      ...(runUrl === undefined ? {} : { runUrl }),
      marker: `Since ${shown(since)}; last checked ${shown(now)}.\n\n${marker}`,
    }),
  );
}

function commentOf(
  { session, report, now }: Story,
  what: Extract<IssueStep, { do: 'say' }>['what'],
  since: string,
): string {
  const run = session.runUrl === undefined ? '' : ` ([run](${session.runUrl}))`;
  const days = Math.floor((Date.parse(now) - Date.parse(since)) / DAY);
  const texts = {
    changed: `The drift is another one now${run}. ${driftSentence(report, codeSpan)}`,
    again: `There is drift again${run}. ${driftSentence(report, codeSpan)}`,
    resolved: `Resolved${days > 0 ? ` after ${counted(days, 'day')}` : ''}${run}: live is what the files say.`,
  };
  return redacted(session.host, texts[what]);
}

/** `2026-11-26 05:17 UTC`. */
function shown(time: string): string {
  return `${time.slice(0, 16).replace('T', ' ')} UTC`;
}
