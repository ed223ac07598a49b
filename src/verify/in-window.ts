/** Works through a list with a bounded number of items under way. */

export async function inWindow<T>(
  items: readonly T[],
  window: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const rest = items.values();
  const worker = async (): Promise<void> => {
    for (const item of rest) await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(window, items.length) }, worker));
}
