/** One request on its way through the API: what its handler is given. */
import type { Answer, Request } from '../http/message.ts';
import type { Settings } from '../settings.ts';
import type { Store } from '../store/store.ts';
import type { Holder } from '../tokens.ts';

export interface Exchange {
  readonly request: Request;
  /** The uuid in the path; empty where the path has none. */
  readonly uuid: string;
  readonly holder: Holder;
  readonly store: Store;
  readonly settings: Settings;
}

/** Answers at once: between its checks and its change no other request can come. */
export type Handler = (exchange: Exchange) => Answer;
