/** Properties draw the same values in every run, so that a mutant that survives survives again. */
import fc from 'fast-check';

fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: 1 });
