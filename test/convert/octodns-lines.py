"""octoDNS' own code behind lines of JSON: one request a line on standard input, one answer a line on standard output."""

import json
import logging
import sys
import warnings

import dns.rdata

warnings.simplefilter('ignore')
logging.disable(logging.CRITICAL)

from octodns.provider.plan import Plan
from octodns.provider.yaml import YamlProvider
from octodns.record import Create, Record, Rrset
from octodns.zone import Zone


def told(record):
    """A record as [name, type, ttl, data]: data as dnspython prints it; of a TXT the octets in hexadecimal."""
    data = []
    if record._type == 'TXT':
        data = [value.to_raw_text().encode('utf-8').hex() for value in record.values]
    else:
        rrset = record.to_rrset()
        for text in rrset.rdatas:
            try:
                data.append(dns.rdata.from_text('IN', record._type, text).to_text())
            except Exception:
                data.append(text)
    return [record.fqdn, record._type, record.ttl, sorted(data)]


def load(request):
    """The records of a zone as YamlProvider reads its files; those it is told to ignore are apart."""
    provider = YamlProvider('config', request['directory'], **request.get('settings', {}))
    zone = Zone(request['zone'], request.get('subzones', []))
    provider.populate(zone, lenient=request.get('lenient', False))
    records = sorted(zone.records)
    return {
        'records': [told(record) for record in records if not record.ignored],
        'ignored': [told(record) for record in records if record.ignored],
        'lenient': sorted(
            record.fqdn + ' ' + record._type for record in records if record.octodns.get('lenient')
        ),
    }


def dump(request):
    """Writes records, given as [name, type, ttl, rdata in zone-file form], as YamlProvider writes them."""
    zone = Zone(request['zone'], [])
    changes = []
    for name, _type, ttl, rdatas in request['records']:
        record = Record.from_rrset(zone, Rrset(name, _type, ttl, rdatas), lenient=True)
        changes.append(Create(record))
    provider = YamlProvider('target', request['directory'], **request.get('settings', {}))
    provider._apply(Plan(zone, zone, changes, True))
    return {}


for line in sys.stdin:
    request = json.loads(line)
    try:
        answer = {'load': load, 'dump': dump}[request['do']](request)
    except Exception as error:
        answer = {'error': f'{type(error).__name__}: {error}'}
    print(json.dumps(answer), flush=True)
