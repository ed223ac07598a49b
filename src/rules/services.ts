/** srv-owner, srv-none, srv-port: what else there is to say of SRV (RFC 2782). */
import type { ZoneRule } from './rule.ts';
import type { JudgedValue, JudgedZone, Verdict } from './zone.ts';
import { rrsetOf } from './zone-view.ts';

export const services: ZoneRule = {
  texts: [
    {
      name: 'srv-owner',
      severity: 'warning',
      summary: 'SRV stands at _service._protocol; nobody looks for it elsewhere.',
      source: 'RFC 2782, RFC 8552',
      bad: 'records:\n  sip: { SRV: 10 5 5060 sip.example.net }\n',
      good: 'records:\n  _sip._tcp: { SRV: 10 5 5060 sip.example.net }\n  "*._tcp": { SRV: 0 0 0 . }\n',
    },
    {
      name: 'srv-none',
      severity: 'warning',
      summary: "'.' says that a service is not offered, which another SRV beside it contradicts.",
      source: 'RFC 2782, Target',
      bad: 'records:\n  _sip._tcp: { SRV: [0 0 0 ., 10 5 5060 sip.example.net] }\n',
      good: 'records:\n  _sip._tcp: { SRV: 0 0 0 . }\n',
    },
    {
      name: 'srv-port',
      severity: 'warning',
      summary: 'Port 0 with a host: nobody can connect to it.',
      source: 'RFC 2782, RFC 6335 section 6',
      bad: 'records:\n  _sip._tcp: { SRV: 10 5 0 sip.example.net }\n',
      good: 'records:\n  _sip._tcp: { SRV: 10 0 5060 sip.example.net }\n',
    },
  ],
  judge,
};

function judge<At>(zone: JudgedZone<At>): Verdict<At>[] {
  const found: Verdict<At>[] = [];
  for (const entry of zone.names.values()) {
    const srv = rrsetOf(entry, 'SRV');
    if (srv === undefined) continue;
    if (!/^(?:_[^.]+|\*)\._[^.]+\./.test(entry.name)) {
      const message = `SRV at '${entry.written}' is looked for by nobody; its name is _service._protocol, as in _sip._tcp`;
      found.push({ rule: 'srv-owner', at: entry.at, message });
    }
    const none = srv.values.find(isNone);
    if (none !== undefined && srv.values.length > 1) {
      const message = "SRV with '.' must be the only one of its name; take it out, or the others";
      found.push({ rule: 'srv-none', at: none.at, message });
    }
    for (const value of srv.values) {
      if (isNone(value) || !/^\d+ 0 /.test(value.value)) continue;
      found.push({
        rule: 'srv-port',
        at: value.at,
        message: 'port 0 reaches nobody; write the port of the service',
      });
    }
  }
  return found;
}

function isNone({ value }: JudgedValue<unknown>): boolean {
  return value.endsWith(' .');
}
