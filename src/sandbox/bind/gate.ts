/** The gate before a zone file is deployed: `named-checkzone`, set to judge as `named` does. */
import { Complaint, hearLine } from './complaint.ts';
import { runProgram } from './programs.ts';

/**
 * @param program path of named-checkzone
 * @param file relative to the folder
 * @returns why BIND would refuse the file; undefined where it would not
 */
export async function refusalOf(
  program: string,
  domain: string,
  file: string,
  options: { readonly cwd: string; readonly signal: AbortSignal },
): Promise<string | undefined> {
  // Without 'local' it would ask the network about hosts in other zones; 'fail' is named's default for a primary.
  const args = ['-i', 'local', '-k', 'fail', domain, file];
  const { ok, output } = await runProgram(program, args, options);
  if (ok) return undefined;
  const complaint = new Complaint();
  for (const line of output.split('\n')) hearLine(line, () => complaint);
  return complaint.refusal ?? output.split('\n', 1)[0] ?? '';
}
