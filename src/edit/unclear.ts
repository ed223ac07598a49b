/** Thrown inside the editor where it cannot tell what a person would write; its callers turn it into a value. */

export class Unclear extends Error {}
