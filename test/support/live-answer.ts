/** The answer of the API for example.com, as a file for `--live`. */

/** @param records `www 192.0.2.1` each, of type A */
export function liveAnswer(...records: string[]): string {
  const wire = records.map((text, index) => {
    const [name, value] = text.split(' ');
    return {
      uuid: `r${index}`,
      record_type: 'A',
      name,
      value,
      ttl: 300,
      priority: null,
      created_at: '2026-01-01T00:00:00Z',
    };
  });
  return JSON.stringify({
    uuid: 'z1',
    domain: 'example.com',
    record_count: wire.length,
    created_at: '2026-01-01T00:00:00Z',
    records: wire,
  });
}
