/** One request on its way through the API: what its handler is given. */
import type { Answer, Request } from '../http/message.ts';
import type { Settings } from '../settings.ts';
import type { State } from '../store/state.ts';
import type { Store } from '../store/store.ts';
import type { Holder } from '../tokens.ts';

export interface Exchange {
  readonly request: Request;
  /** The uuid in the path; empty where the path has none. */
  readonly uuid: string;
  readonly holder: Holder;
  readonly store: Store;
  /** What reads see: the state, or a replica of it that is behind. */
  readonly seen: State;
  readonly settings: Settings;
}

/** Answers at once: between its checks and its change no other request can come. */
export type Handler = (exchange: Exchange) => Answer;
