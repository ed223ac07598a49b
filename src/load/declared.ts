/** A zone as its file declares it: what the desired zone is made of, with the places that findings point at. */
import type { JudgedName, JudgedRRset, JudgedValue, JudgedZone } from '../rules/zone.ts';
import type { Source, Span } from './source.ts';

export interface DeclaredZone extends JudgedZone<Span> {
  readonly source: Source;
}

export type DeclaredName = JudgedName<Span>;
export type DeclaredRRset = JudgedRRset<Span>;
export type DeclaredValue = JudgedValue<Span>;

/** A text as the file has it, with its place. */
export interface WrittenText extends Span {
  readonly text: string;
}
