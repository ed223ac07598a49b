/** The switches: how this sandbox reads what the vendor's page leaves open. They can be changed while it runs. */

export interface Settings {
  /** Lists as a bare array (the page's examples) or in Django REST Framework's pages (the page's word 'paginated'). */
  list: 'bare' | 'paginated';
  page_size: number;
  /** Milliseconds every answer takes at least; the work is done at once, so who hangs up early has still written. */
  delay: number;
  /** Calls per second of the account; 0 for no limit. */
  throttle: number;
  /** Whether PUT and PATCH may change `record_type`. */
  type_change: boolean;
  /** Whether `GET /account/me/` exists. */
  account: boolean;
  /** Error bodies as on the page, `{detail, error_code, field}`, or as Django REST Framework's `{field: [message]}`. */
  errors: 'page' | 'drf';
  /** Stores what BIND would refuse or fold: CNAME beside other data, the same record twice, names that are no host names. */
  lax: boolean;
}

export function defaultSettings(): Settings {
  return {
    list: 'bare',
    page_size: 20,
    delay: 0,
    throttle: 0,
    type_change: true,
    account: true,
    errors: 'page',
    lax: false,
  };
}

type Check = { readonly must: string; readonly ok: (value: unknown) => boolean };

const yesOrNo: Check = { must: 'true or false', ok: (value) => typeof value === 'boolean' };

const checks: { readonly [Key in keyof Settings]: Check } = {
  list: oneOf('bare', 'paginated'),
  page_size: wholeNumber(1, 100_000),
  delay: wholeNumber(0, 600_000),
  throttle: wholeNumber(0, 1_000_000),
  type_change: yesOrNo,
  account: yesOrNo,
  errors: oneOf('page', 'drf'),
  lax: yesOrNo,
};

/** Changes the settings, all that are given or none; says what is wrong with those that cannot be. */
export function changeSettings(settings: Settings, changes: Readonly<Record<string, unknown>>): string[] {
  const wrong: string[] = [];
  for (const [key, value] of Object.entries(changes)) {
    if (!isSetting(key)) wrong.push(`unknown setting '${key}'; there are ${Object.keys(checks).join(', ')}`);
    else if (!checks[key].ok(value)) wrong.push(`${key} must be ${checks[key].must}`);
  }
  if (wrong.length === 0) Object.assign(settings, changes);
  return wrong;
}

function isSetting(key: string): key is keyof Settings {
  return Object.hasOwn(checks, key);
}

function oneOf(...words: readonly string[]): Check {
  return { must: words.join(' or '), ok: (value) => words.some((word) => word === value) };
}

function wholeNumber(least: number, most: number): Check {
  return {
    must: `a whole number from ${least} to ${most}`,
    ok: (value) => Number.isInteger(value) && Number(value) >= least && Number(value) <= most,
  };
}
