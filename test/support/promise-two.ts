/** Judges a moment between before and after: promise 2 of design section 1, spelt out on the miniature name server. */
import { type DnsModel, hostOf, type ModelRecord } from './dns-model.ts';

export class PromiseTwo {
  readonly #before: DnsModel;
  readonly #after: DnsModel;
  readonly #announced: ReadonlySet<string>;
  readonly #announcedTrees: ReadonlySet<string>;
  readonly #names: readonly string[];

  /** `gaps` are the sentences in which the plan announces what it cannot avoid. */
  constructor(before: DnsModel, after: DnsModel, gaps: readonly string[]) {
    this.#before = before;
    this.#after = after;
    const words = gaps.flatMap((gap) => gap.match(/[a-z*_][a-z0-9*_.]*/g) ?? []);
    this.#announced = new Set(words.map((word) => `${word}.`));
    const trees = gaps.flatMap((gap) => /(\S+) and the names below it/.exec(gap)?.[1] ?? []);
    this.#announcedTrees = new Set(trees.map((word) => `${word}.`));
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
      ...this.#conflicts(now),
      ...this.#emptySets(now),
      ...this.#lostAnswers(now),
      ...this.#hosts(now),
      ...this.#singletons(now),
    ];
  }

  #conflicts(now: DnsModel): string[] {
    const broken: string[] = [];
    for (const { zone, name, type } of now.records) {
      const here = now.at(zone, name);
      if (type === 'CNAME' && here.length > 1) {
        broken.push(`${name} has a CNAME beside ${here.length - 1} other records`);
      }
      const mx = here.filter((record) => record.type === 'MX');
      if (mx.length > 1 && mx.some(({ value }) => value === '.'))
        broken.push(`${name} has a null MX and others`);
    }
    return broken;
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
      if (this.#isAnnounced(name, now) || this.#isDeadAlias(name)) continue;
      if (loops) broken.push(`${name} is an alias that runs in a circle`);
      for (const type of lost) broken.push(`${name} finds no ${type}`);
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

  /** Whether a gap names this name, or one that its answer comes from. */
  #isAnnounced(name: string, now: DnsModel): boolean {
    const sides = [this.#before, this.#after, now];
    const reach = (at: string): string[] => sides.flatMap((side) => [...side.resolve(at).via]);
    const via = new Set(reach(name).flatMap((at) => (at.startsWith('served by ') ? [at] : reach(at))));
    return [...via].some((at) => {
      const owner = at.replace('served by ', '');
      return (
        this.#announced.has(owner) || [...this.#announcedTrees].some((tree) => owner.endsWith(`.${tree}`))
      );
    });
  }

  #hosts(now: DnsModel): string[] {
    const broken: string[] = [];
    for (const record of now.records) {
      const host = hostOf(record);
      if (host === undefined) continue;
      const what = `${record.name} ${record.type} ${host}`;
      const announced = this.#isAnnounced(host, now) || this.#isAnnounced(record.name, now);
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
    for (const { zone, name } of [...this.#before.records, ...this.#after.records]) {
      const count = (side: DnsModel): number =>
        side.at(zone, name).filter(({ type, value }) => type === 'TXT' && value.startsWith('v=spf1')).length;
      const [before, after, here] = [count(this.#before), count(this.#after), count(now)];
      if (here > Math.max(before, after) || here < Math.min(before, after))
        broken.push(`${name} has ${here} SPF`);
    }
    return broken;
  }
}

function isIn(side: DnsModel, { zone, name, type, value }: ModelRecord): boolean {
  return side.at(zone, name).some((record) => record.type === type && record.value === value);
}
