/** The order that octoDNS demands of the keys of a file (natsort, its `order_mode: natural`), for printable ASCII. */

/** Texts by code unit, numbers in them by their worth; a text that begins with a number stands before all others. */
export function compareNatural(a: string, b: string): number {
  const left = parts(a);
  const right = parts(b);
  for (let at = 0; at < left.length && at < right.length; at++) {
    const order = compareParts(left[at] ?? '', right[at] ?? '', at % 2 === 1);
    if (order !== 0) return order;
  }
  return left.length - right.length;
}

/** Text and numbers by turns, text first; nothing at all for the empty text. */
function parts(text: string): readonly string[] {
  const split = text.split(/(\d+)/);
  return split.at(-1) === '' ? split.slice(0, -1) : split;
}

function compareParts(a: string, b: string, areNumbers: boolean): number {
  if (!areNumbers) return a < b ? -1 : a > b ? 1 : 0;
  const [left, right] = [BigInt(a), BigInt(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}
