/** Joins the layers of the client to the provider that a host works with. */
import type { Provider } from '../model/provider.ts';
import { once } from './once.ts';
import { type HttpOptions, httpSend } from './vpsorg/http.ts';
import { vpsOrgProvider } from './vpsorg/provider.ts';

export interface ConnectOptions extends Omit<HttpOptions, 'timeoutSeconds'> {
  readonly timeoutSeconds?: number;
}

/** A provider with what hosts need besides. */
export type Connection = Provider;

export function connect(options: ConnectOptions): Connection {
  const { apiUrl, timeoutSeconds = 30 } = options;
  const send = httpSend({ ...options, timeoutSeconds });
  return vpsOrgProvider({ apiUrl, call: once(send, { apiUrl, timeoutSeconds }) });
}
