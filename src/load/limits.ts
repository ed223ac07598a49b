/** How large what people write may be: bounds on what one file of a pull request can cost, beyond any real zone. */

/** Octets of a file. */
export const MOST_OCTETS = 5 * 1024 * 1024;

/** Collections within collections; a zone file needs six. The YAML composer would overflow the stack near 800. */
export const DEEPEST = 20;

/** Values of one name and type: BIND's max-records-per-type (CVE-2024-1737), which refuses the whole zone above it. */
export const MOST_VALUES = 100;
