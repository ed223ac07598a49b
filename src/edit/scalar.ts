/** Writes a text as a YAML scalar where another stood, or in a flow collection, where less can stand without quotes. */
import { yamlText } from '../convert/yaml-text.ts';
import type { YamlText } from '../load/tree.ts';

/** The text without quotes where that is safe, else in double quotes. */
export function scalar(text: string, isInFlow = false): string {
  // A comma would end it, and a '=' or a quote looks like what a comma has cut.
  const isSafe = !isInFlow || /^[\w.:/*+ \xa1-\uffff-]*$/.test(text);
  const written = yamlText(text);
  return written === text && !isSafe ? `"${text.replace(/["\\]/g, '\\$&')}"` : written;
}

/** The same in the style of a scalar that it takes the place of: quotes that somebody chose stay. */
export function scalarLike(node: YamlText, source: string, text: string, isInFlow: boolean): string {
  const written = scalar(text, isInFlow);
  if (node.style !== 'quoted') return written;
  const isSingle = source[node.start] === "'";
  // What cannot be seen is escaped, which single quotes cannot do.
  if (isSingle && !/[^ -~\xa1-\uffff]|\p{Cf}|\p{Default_Ignorable_Code_Point}|(?! )\p{Z}/u.test(text))
    return `'${text.replaceAll("'", "''")}'`;
  return written === text ? `"${text.replace(/["\\]/g, '\\$&')}"` : written;
}
