/** What `--help` prints. */

export const help = `The VPS.org DNS API on your own machine, to try things out without an account.

Usage: dnssync-sandbox [options]

Where
  --port N               port of the API on 127.0.0.1 (8053; 0 for a free one)
  --control-port N       port of the controls on 127.0.0.1 (8054; 0 for a free
                         one); GET / there lists them
  --data DIR             keep zones and records here; without it they are gone
                         when the sandbox ends
  --json                 when ready, print one line of JSON: {url, control,
                         token}

Who may do what
  --token vps_NAME=dns:list,dns:create,dns:update,dns:delete
                         a token and what it may do; without '=' it may do all.
                         May be given again; without it one token is made up

How it behaves
  --list bare|paginated  lists as bare arrays (default), or in pages
                         {count, next, previous, results}
  --page-size N          entries of a page where none are asked for (20)
  --delay MS             what every answer takes at least
  --throttle N           calls a second of the whole account; what is more is
                         answered 429 with Retry-After
  --errors page|drf      errors as {detail, error_code, field} (default), or as
                         {field: [message]}
  --no-type-change       refuse a PUT or PATCH that changes record_type
  --no-account           answer 404 at /account/me/
  --lax                  store what BIND would refuse or fold: CNAME beside
                         other data, a record twice, names that are no host
                         names
  -h, --help             print this

Ctrl-C stops it. What it has answered is on disk, and survives a crash.
`;
