/** The version of this build, put in by the bundler from package.json. */
declare const DNSSYNC_VERSION: string;

export const VERSION: string = DNSSYNC_VERSION;
