/** Edits the text of a zone file until it says what is wanted, and changes nothing else in it. */
import type { YamlEntry } from '../load/tree.ts';
import type { Fqdn } from '../model/name.ts';
import { entriesOf } from './layout.ts';
import { addOwners, addType, removeOwner, removeType } from './owner-edits.ts';
import { rrsetEdits } from './rrset-edits.ts';
import { applyEdits, type TextEdit } from './text-edit.ts';
import { Unclear } from './unclear.ts';
import type { WantedRRset } from './wanted.ts';
import { ZoneView } from './zone-view.ts';

/** More rounds than the edits of one name can take: what needs them never ends. */
const MOST_ROUNDS = 3000;

/**
 * The text that says what is wanted of these RRsets. In rounds, each on the tree of the text before it, so that no two
 * edits meet.
 *
 * @throws Unclear where it cannot be told what a person would write
 */
export function editText(text: string, zone: Fqdn, wanted: readonly WantedRRset[]): string {
  const eol = /\r?\n/.exec(text)?.[0] ?? '\n';
  // What is put after the last line needs a line end before it.
  const isOpen = text !== '' && !text.endsWith('\n');
  let current = isOpen ? `${text}${eol}` : text;
  for (let round = 0, edits = edit(current, zone, wanted); edits.length > 0; round++) {
    if (round === MOST_ROUNDS) throw new Error('the edits of a zone file do not end');
    current = applyEdits(current, edits);
    edits = edit(current, zone, wanted);
  }
  return isOpen && current.endsWith(eol) ? current.slice(0, -eol.length) : current;
}

function edit(text: string, zone: Fqdn, wanted: readonly WantedRRset[]): TextEdit[] {
  const view = new ZoneView(text, zone);
  const byName = new Map<Fqdn, WantedRRset[]>();
  for (const rrset of wanted) {
    const rrsets = byName.get(rrset.name);
    if (rrsets === undefined) byName.set(rrset.name, [rrset]);
    else rrsets.push(rrset);
  }
  const edits: TextEdit[] = [];
  const fresh = new Map<Fqdn, readonly WantedRRset[]>();
  const gone: YamlEntry[] = [];
  for (const [name, rrsets] of byName) {
    const owner = view.owners.get(name);
    const coming = rrsets.filter(({ values }) => values.length > 0);
    if (owner === undefined) {
      if (coming.length > 0) fresh.set(name, coming);
    } else if (coming.length === 0 && isAllOf(owner, rrsets)) gone.push(owner);
    else for (const each of ownerEdits(view, owner, rrsets)) edits.push(each);
    if (view.isFlowFile && edits.length > 0) return edits;
  }
  if (edits.length > 0) return edits;
  if (fresh.size > 0) return addOwners(view, fresh);
  const [first] = gone;
  if (first === undefined) return [];
  if (gone.length === entriesOf(view.records?.value).length) {
    throw new Unclear('no record would be left');
  }
  return view.isFlowFile ? removeOwner(view, first) : gone.flatMap((owner) => removeOwner(view, owner));
}

/** What stands there changes first, then comes what is new, then goes what is to go: a name is never without records. */
function ownerEdits(view: ZoneView, owner: YamlEntry, rrsets: readonly WantedRRset[]): readonly TextEdit[] {
  const isInFlow = view.isFlow(owner.value);
  const changes: TextEdit[][] = [];
  const adds: TextEdit[][] = [];
  const removes: TextEdit[][] = [];
  for (const wanted of rrsets) {
    const rrset = view.rrset(owner, wanted.type);
    const goes = wanted.values.length === 0;
    if (rrset === undefined) {
      if (!goes && adds.length === 0) adds.push(addType(view, owner, wanted));
    } else if (goes) removes.push(removeType(view, owner, rrset.entry));
    else changes.push(rrsetEdits(view, rrset, wanted, isInFlow));
  }
  const next =
    [changes, adds, removes]
      .map((groups) => groups.filter((edits) => edits.length > 0))
      .find((groups) => groups.length > 0) ?? [];
  // Neighbours in a flow collection share a comma.
  return isInFlow ? (next[0] ?? []) : next.flat();
}

function isAllOf(owner: YamlEntry, rrsets: readonly WantedRRset[]): boolean {
  const types = new Set<string>(rrsets.map(({ type }) => type));
  return entriesOf(owner.value).every(({ key }) => types.has(key.text));
}
