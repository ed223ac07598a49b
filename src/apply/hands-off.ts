/** The last gate before the wire: no write may reach a record that the plan leaves alone, whatever went wrong before it. */
import type { Plan } from '../model/plan.ts';
import type { ZoneWriter } from '../model/provider.ts';

/** The writer, but for changes and deletions of such records: to ask for one is a bug, and ends the run as one. */
export function handsOff(writer: ZoneWriter, plan: Plan): ZoneWriter {
  const untouchable = new Set(
    plan.zones.flatMap(({ leftAlone }) => leftAlone.map(({ record }) => record.id)),
  );
  const check = (id: string): void => {
    if (untouchable.has(id)) throw new Error(`record ${id} is left alone, and was to be written to`);
  };
  return {
    createZone: (name) => writer.createZone(name),
    deleteZone: (zone) => writer.deleteZone(zone),
    createRecord: (zone, record) => writer.createRecord(zone, record),
    updateRecord: async (zone, id, record) => {
      check(id);
      return writer.updateRecord(zone, id, record);
    },
    deleteRecord: async (zone, id) => {
      check(id);
      await writer.deleteRecord(zone, id);
    },
  };
}
