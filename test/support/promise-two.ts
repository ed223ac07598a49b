/** Judges a moment between before and after: promise 2 of design section 1, spelt out on the miniature name server. */
import { type Announced, readGaps } from './announced.ts';
import { refusals } from './bind-rules.ts';
import { type DnsModel, hostOf, type ModelRecord } from './dns-model.ts';
import { policyOf } from './policies.ts';

export class PromiseTwo {
  readonly #before: DnsModel;
  readonly #after: DnsModel;
  readonly #announced: readonly Announced[];
  readonly #refused: ReadonlySet<string>;
  readonly #names: readonly string[];

  /** `gaps` are the sentences in which the plan announces what it cannot avoid. */
  constructor(before: DnsModel, after: DnsModel, gaps: readonly string[]) {
    this.#before = before;
    this.#after = after;
    this.#announced = readGaps(gaps);
    this.#refused = new Set([...refusals(before), ...refusals(after)]);
    const names = new Set<string>();
    for (const { zone, name } of [...before.records, ...after.records]) {
      for (let at: string = name; at !== zone; at = at.slice(at.indexOf('.') + 1)) names.add(at);
      names.add(zone);
    }
    // Names that no record holds, as a wildcard would serve them.
    this.#names = [...names].flatMap((name) => [name, `probe.${name}`]);
  }

  /** What is broken now that is broken neither before nor after, in words; empty where all is well. */
  broken(now: DnsModel): string[] {
    return [
      ...refusals(now).filter((words) => !this.#refused.has(words)),
      ...this.#duplicates(now),
      ...this.#nullMx(now),
      ...this.#emptySets(now),
      ...this.#lostAnswers(now),
      ...this.#hosts(now),
      ...this.#singletons(now),
    ];
  }

  /** No record stands more often than it stood before. */
  #duplicates(now: DnsModel): string[] {
    const count = (side: DnsModel, record: ModelRecord): number =>
      side.at(record.zone, record.name).filter((other) => isSame(other, record)).length;
    return now.records
      .filter((record) => count(now, record) > Math.max(1, count(this.#before, record)))
      .map(({ name, type, value }) => `${name} ${type} ${value} stands twice`);
  }

  #nullMx(now: DnsModel): string[] {
    const isMixed = (side: DnsModel, zone: ModelRecord['zone'], name: string): boolean => {
      const values = side
        .at(zone, name)
        .filter(({ type }) => type === 'MX')
        .map(({ value }) => value);
      return values.includes('.') && values.some((value) => value !== '.');
    };
    return now.records
      .filter(({ zone, name }) => isMixed(now, zone, name) && !isMixed(this.#before, zone, name))
      .map(({ name }) => `${name} has a null MX and others`);
  }

  #emptySets(now: DnsModel): string[] {
    const stays = ({ zone, name, type }: ModelRecord, side: DnsModel): boolean =>
      side.at(zone, name).some((record) => record.type === type);
    return this.#before.records
      .filter((record) => stays(record, this.#after) && !stays(record, now))
      .map(({ name, type }) => `${name} ${type} is empty`);
  }

  #lostAnswers(now: DnsModel): string[] {
    const broken: string[] = [];
    for (const name of this.#names) {
      const [before, after, here] = [
        this.#before.resolve(name),
        this.#after.resolve(name),
        now.resolve(name),
      ];
      const loops = here.loop && !before.loop && !after.loop;
      const lost = [...before.types].filter((type) => after.types.has(type) && !here.types.has(type));
      if (!loops && lost.length === 0) continue;
      if (this.#isDeadAlias(name)) continue;
      if (loops && !this.#isAnnounced(name, now)) broken.push(`${name} is an alias that runs in a circle`);
      for (const type of lost) {
        if (!this.#isAnnounced(name, now, type)) broken.push(`${name} finds no ${type}`);
      }
    }
    return broken;
  }

  /** An alias that stays, below a delegation that does not: dead data, of which validate warns. */
  #isDeadAlias(name: string): boolean {
    const [before, after] = [this.#before.serve(name), this.#after.serve(name)];
    if ((before.cut === undefined) === (after.cut === undefined)) return false;
    const { records } = before.cut === undefined ? before : after;
    const hidden = before.cut === undefined ? this.#after : this.#before;
    return records.some((record) => record.type === 'CNAME' && isIn(hidden, record));
  }

  /** Whether a gap speaks of this name, or of one that its answer comes from, and of the type where one is given. */
  #isAnnounced(name: string, now: DnsModel, type?: string): boolean {
    const sides = [this.#before, this.#after, now];
    const reach = (at: string): string[] => sides.flatMap((side) => [...side.resolve(at).via]);
    const via = new Set(reach(name).flatMap((at) => (at.startsWith('served by ') ? [at] : reach(at))));
    return [...via].some((at) => {
      const owner = at.replace('served by ', '');
      return this.#announced.some(
        (gap) =>
          (gap.name === owner || (gap.tree && owner.endsWith(`.${gap.name}`))) &&
          (type === undefined || gap.types === undefined || gap.types.has(type)),
      );
    });
  }

  #hosts(now: DnsModel): string[] {
    const broken: string[] = [];
    for (const record of now.records) {
      const host = hostOf(record);
      if (host === undefined) continue;
      const what = `${record.name} ${record.type} ${host}`;
      const announced =
        this.#isAnnounced(host, now, 'address') || this.#isAnnounced(record.name, now, record.type);
      const pointsAtAlias = (side: DnsModel): boolean => isIn(side, record) && side.isAlias(host);
      if (pointsAtAlias(now) && !announced && !pointsAtAlias(this.#before) && !pointsAtAlias(this.#after)) {
        broken.push(`${what} points at an alias`);
      }
      if (now.hasAddress(host)) continue;
      const leaves = !isIn(this.#after, record) && this.#before.hasAddress(host);
      const comes = !isIn(this.#before, record) && this.#after.hasAddress(host);
      const stays = this.#before.hasAddress(host) && this.#after.hasAddress(host);
      // A host with addresses of its own before and after has no excuse.
      const excused = announced && !(this.#before.ownsAddress(host) && this.#after.ownsAddress(host));
      if ((leaves || comes || stays) && !excused) broken.push(`${what} has no address`);
    }
    return broken;
  }

  #singletons(now: DnsModel): string[] {
    const broken: string[] = [];
    for (const record of [...this.#before.records, ...this.#after.records]) {
      const policy = policyOf(record);
      if (policy === undefined) continue;
      // What stands twice is served once.
      const count = (side: DnsModel): number =>
        new Set(
          side
            .at(record.zone, record.name)
            .filter((other) => policyOf(other) === policy)
            .map(({ value }) => value),
        ).size;
      const [before, after, here] = [count(this.#before), count(this.#after), count(now)];
      if (here > Math.max(before, after) || here < Math.min(before, after))
        broken.push(`${record.name} has ${here} ${policy}`);
    }
    return broken;
  }
}

function isSame(a: ModelRecord, b: ModelRecord): boolean {
  return a.type === b.type && a.value === b.value && a.priority === b.priority;
}

function isIn(side: DnsModel, { zone, name, type, value }: ModelRecord): boolean {
  return side.at(zone, name).some((record) => record.type === type && record.value === value);
}
