/** How large what people write may be: bounds on what one file of a pull request can cost, beyond any real zone. */

/** Octets of a file. */
export const MOST_OCTETS = 5 * 1024 * 1024;

/** Collections within collections; a zone file needs six. The YAML composer would overflow the stack near 800. */
export const DEEPEST = 20;

/** Values of one name and type: BIND's max-records-per-type (CVE-2024-1737), which refuses the whole zone above it. */
export const MOST_VALUES = 100;

/**
 * Parts that the yaml package cuts a file into: some twenty a record, so that zones of 100,000 records pass. Each takes
 * up to 400 octets of memory and 2 µs.
 */
export const MOST_PARTS = 3_000_000;

/** Problems of one file that are told: one for each of 100,000 records, and no million for a file that was made for it. */
export const MOST_PROBLEMS = 100_000;
