/** The addresses of a name server by the system's resolver. */
import { lookup } from 'node:dns/promises';
import { setTimeout as wait } from 'node:timers/promises';

export async function lookUpAddresses(host: string, timeoutSeconds: number): Promise<readonly string[]> {
  const giveUp = new AbortController();
  try {
    const late = wait(timeoutSeconds * 1000, undefined, { signal: giveUp.signal }).then(() => {
      throw new Error(`the resolver did not answer within ${timeoutSeconds} s`);
    });
    const found = await Promise.race([lookup(host, { all: true, verbatim: true }), late]);
    return found.map(({ address }) => address);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new Error(
      code === 'ENOTFOUND' || code === 'ENODATA'
        ? 'the name has no address'
        : code === 'EAI_AGAIN'
          ? 'the resolver of this machine does not answer'
          : message,
    );
  } finally {
    giveUp.abort();
  }
}
