/** Formats a zone file, and proves that it means what it meant. */
import { type CommonSettings, meansSame, readZoneText, type ZoneText } from './edit-zone.ts';
import { type FormatOptions, formatText } from './format-text.ts';

/** The text in the canonical style; undefined for a file with errors, which is left as it is. */
export function formatZone(
  file: ZoneText,
  settings: CommonSettings = {},
  options: FormatOptions = {},
): string | undefined {
  const { zone } = readZoneText(file, settings);
  if (zone === undefined) return undefined;
  const text = formatText(file.text, zone.name, options);
  if (text === file.text) return text;
  const after = readZoneText({ ...file, text }, settings).zone;
  if (!meansSame(after, zone)) throw new Error(`formatting ${file.file} would have changed what it means`);
  return text;
}
