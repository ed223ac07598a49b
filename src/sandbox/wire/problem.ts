/** Problems as answers: in the page's form, or in Django REST Framework's. */
import { type Answer, jsonAnswer } from '../http/message.ts';
import type { Problem } from '../problem.ts';
import type { Settings } from '../settings.ts';

export function problemAnswer(problem: Problem, form: Settings['errors']): Answer {
  const body = form === 'page' ? pageBody(problem) : drfBody(problem);
  return jsonAnswer(problem.status, body, problem.headers);
}

function pageBody(problem: Problem): unknown {
  return {
    detail: problem.message,
    error_code: problem.code,
    field: problem.fields[0]?.field ?? null,
  };
}

/** All fields at once; what concerns none of them stands under `non_field_errors`. */
function drfBody(problem: Problem): unknown {
  if (problem.fields.length === 0) return { detail: problem.message };
  const byField = new Map<string, string[]>();
  for (const { field = 'non_field_errors', message } of problem.fields) {
    const messages = byField.get(field) ?? [];
    messages.push(message);
    byField.set(field, messages);
  }
  return Object.fromEntries(byField);
}
