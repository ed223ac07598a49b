/** What `--help` prints. */

export const help = `The VPS.org DNS API on your own machine, to try things out without an account.

Usage: dnssync-sandbox [options]

Where
  --port N               port of the API on 127.0.0.1 (8053; 0 for a free one)
  --control-port N       port of the controls and the live page on 127.0.0.1
                         (8054; 0 for a free one); GET / there lists them
  --data DIR             keep zones and records here; without it they are gone
                         when the sandbox ends
  --named                serve the zones by DNS with a BIND of its own, on a
                         free port of 127.0.0.1 (Debian: bind9)
  --json                 when ready, print one line of JSON: {url, control,
                         token, dns}

Who may do what
  --token vps_NAME=dns:list,dns:create,dns:update,dns:delete
                         a token and what it may do; without '=' it may do all.
                         May be given again; without it one token is made up

How it behaves
  --delay MS             what every answer takes at least
  --throttle N           calls a second of the whole account; what is more is
                         answered 429 with Retry-After
  --read-lag MS          reads are behind by so much, as from a replica
  --publish-delay MS     what lies between a write and DNS answering it
  --no-type-change       refuse a PUT or PATCH that changes record_type
  --no-account           answer 404 at /account/me/
  --ttl-floor N          the least ttl; --ttl-below refused (default) or raised
  --no-unique            store a record twice
  --no-cname-rule        store a CNAME beside other data
  --no-host-names        store owners that BIND refuses, being no host names
  --lax                  the last three together

How it answers (the first is the default)
  --list bare|paginated  lists as bare arrays, or in pages
                         {count, next, previous, results}
  --page-size N          entries of a page where none are asked for (20)
  --errors page|drf      errors as {detail, error_code, field}, or as
                         {field: [message]}
  --bad-token 401|403    status for a missing or wrong token
  --names relative|empty-apex|zone-apex|fqdn|fqdn-dot
  --case lower|kept|upper               of names and targets
  --targets bare|kept|dot               final dots of host names in values
  --txt kept|raw|quoted|chunked
  --ipv6 kept|compressed|expanded|upper
  --caa kept|bare|upper                 value without quotes, tag in capitals
  --priority null|zero|absent           of types that have none
  --extra-fields         answers carry fields the page does not know
  --apex-ns              zones list two NS records of the service

What goes wrong
  --faults seed=N,rate=0.1,kinds=500,reset-after,...
                         every request may meet a fault, the same request the
                         same one; GET / at the control port lists the kinds
  -h, --help             print this

Ctrl-C stops it. What it has answered is on disk, and survives a crash.
`;
