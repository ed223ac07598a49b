/** The switches: how this sandbox reads what the vendor's page leaves open. They can be changed while it runs. */

export interface Settings {
  /** Lists as a bare array (the page's examples) or in Django REST Framework's pages (the page's word 'paginated'). */
  list: 'bare' | 'paginated';
  page_size: number;
  /** Error bodies as on the page, `{detail, error_code, field}`, or as Django REST Framework's `{field: [message]}`. */
  errors: 'page' | 'drf';
  /** How owner names are answered; the first shows what is kept: `@`, or relative to the zone. */
  names: 'relative' | 'empty-apex' | 'zone-apex' | 'fqdn' | 'fqdn-dot';
  /** Case of names and targets: kept in lower case, kept as sent, or answered in upper case. */
  case: 'lower' | 'kept' | 'upper';
  /** The final dot of host names in values: taken off, kept as sent, or put on in answers. */
  targets: 'bare' | 'kept' | 'dot';
  /** TXT as sent, as bare text, as one quoted string, or as quoted strings of at most 255 octets. */
  txt: 'kept' | 'raw' | 'quoted' | 'chunked';
  ipv6: 'kept' | 'compressed' | 'expanded' | 'upper';
  /** CAA as sent, with a bare value, or with the tag in upper case. */
  caa: 'kept' | 'bare' | 'upper';
  /** `priority` of the types that have none. */
  priority: 'null' | 'zero' | 'absent';
  /** Whether answers carry fields that the page does not know. */
  extra_fields: boolean;
  /** Whether every zone lists two NS records of the service at its apex, counts them, and lets nobody change them. */
  apex_ns: boolean;
  /** The least ttl; 0 for any. */
  ttl_floor: number;
  /** What becomes of a ttl below the floor. */
  ttl_below: 'refused' | 'raised';
  /** Whether a record that says what another says is refused. */
  unique: boolean;
  /** Whether a CNAME beside other data is refused (RFC 1034 section 3.6.2). */
  cname_rule: boolean;
  /** Whether owners that BIND wants to be host names are held to that. */
  host_names: boolean;
  /** Whether PUT and PATCH may change `record_type`. */
  type_change: boolean;
  /** Whether `GET /account/me/` exists. */
  account: boolean;
  /** Status for a missing or wrong token: Django REST Framework makes a 401 a 403 where no scheme is named. */
  bad_token: 401 | 403;
  /** Milliseconds every answer takes at least; the work is done at once, so who hangs up early has still written. */
  delay: number;
  /** Milliseconds by which reads are behind, as from a replica. */
  read_lag: number;
  /** Milliseconds from a write until its zone is published. */
  publish_delay: number;
  /** Calls per second of the account; 0 for no limit. */
  throttle: number;
}

/** One switch: what it is where nobody says otherwise, and what it may be. */
interface Switch<T> {
  readonly standard: T;
  readonly must: string;
  readonly ok: (value: unknown) => boolean;
}

const switches: { readonly [Key in keyof Settings]: Switch<Settings[Key]> } = {
  list: oneOf('bare', 'paginated'),
  page_size: wholeNumber(20, 1, 100_000),
  errors: oneOf('page', 'drf'),
  names: oneOf('relative', 'empty-apex', 'zone-apex', 'fqdn', 'fqdn-dot'),
  case: oneOf('lower', 'kept', 'upper'),
  targets: oneOf('bare', 'kept', 'dot'),
  txt: oneOf('kept', 'raw', 'quoted', 'chunked'),
  ipv6: oneOf('kept', 'compressed', 'expanded', 'upper'),
  caa: oneOf('kept', 'bare', 'upper'),
  priority: oneOf('null', 'zero', 'absent'),
  extra_fields: yesOrNo(false),
  apex_ns: yesOrNo(false),
  ttl_floor: wholeNumber(0, 0, 86_400),
  ttl_below: oneOf('refused', 'raised'),
  unique: yesOrNo(true),
  cname_rule: yesOrNo(true),
  host_names: yesOrNo(true),
  type_change: yesOrNo(true),
  account: yesOrNo(true),
  bad_token: oneOf(401, 403),
  delay: wholeNumber(0, 0, 600_000),
  read_lag: wholeNumber(0, 0, 600_000),
  publish_delay: wholeNumber(0, 0, 600_000),
  throttle: wholeNumber(0, 0, 1_000_000),
};

/** `lax` in one word: what BIND would refuse or fold is stored. */
const strictness = ['unique', 'cname_rule', 'host_names'] as const;

const names: readonly string[] = [...Object.keys(switches), 'lax'];

export function defaultSettings(): Settings {
  const entries = Object.entries(switches).map(([key, { standard }]) => [key, standard]);
  return Object.fromEntries(entries) as Settings;
}

/** Changes the settings, all that are given or none; says what is wrong with those that cannot be. */
export function changeSettings(settings: Settings, changes: Readonly<Record<string, unknown>>): string[] {
  const { lax, ...own } = changes;
  const wrong: string[] = [];
  if (lax !== undefined && typeof lax !== 'boolean') wrong.push('lax must be true or false');
  for (const [key, value] of Object.entries(own)) {
    if (!isSetting(key)) wrong.push(`unknown setting '${key}'; there are ${names.join(', ')}`);
    else if (!switches[key].ok(value)) wrong.push(`${key} must be ${switches[key].must}`);
  }
  if (wrong.length > 0) return wrong;
  if (typeof lax === 'boolean') for (const key of strictness) settings[key] = !lax;
  Object.assign(settings, own);
  return wrong;
}

/** The switches that are on or off, each with what it is where nobody says otherwise. */
export function booleanSettings(): readonly { readonly key: keyof Settings; readonly standard: boolean }[] {
  return settingKeys().flatMap((key) => {
    const { standard } = switches[key];
    return typeof standard === 'boolean' ? [{ key, standard }] : [];
  });
}

/** The switches that take a word or a number. */
export function valuedSettings(): readonly { readonly key: keyof Settings; readonly numeric: boolean }[] {
  return settingKeys().flatMap((key) => {
    const { standard } = switches[key];
    return typeof standard === 'boolean' ? [] : [{ key, numeric: typeof standard === 'number' }];
  });
}

function settingKeys(): (keyof Settings)[] {
  return Object.keys(switches).filter(isSetting);
}

function isSetting(key: string): key is keyof Settings {
  return Object.hasOwn(switches, key);
}

/** The first is the standard. */
function oneOf<T extends string | number>(...values: readonly [T, ...T[]]): Switch<T> {
  return {
    standard: values[0],
    must: values.join(' or '),
    ok: (value) => values.some((one) => one === value),
  };
}

function yesOrNo(standard: boolean): Switch<boolean> {
  return { standard, must: 'true or false', ok: (value) => typeof value === 'boolean' };
}

function wholeNumber(standard: number, least: number, most: number): Switch<number> {
  return {
    standard,
    must: `a whole number from ${least} to ${most}`,
    ok: (value) => Number.isInteger(value) && Number(value) >= least && Number(value) <= most,
  };
}
