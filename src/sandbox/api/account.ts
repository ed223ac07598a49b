/** GET /account/me/: who the token belongs to and what it may do. */
import { type Answer, jsonAnswer } from '../http/message.ts';
import { Problem } from '../problem.ts';
import type { Exchange } from './exchange.ts';

export function readAccount({ holder, settings }: Exchange): Answer {
  if (!settings.account) throw Problem.notFound('Not found.');
  return jsonAnswer(200, { email: 'sandbox@example.org', token: holder });
}
