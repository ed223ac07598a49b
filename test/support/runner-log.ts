/** What GitHub's runner shows of a step's output: commands taken out and obeyed, secrets blanked, annotations counted. */
import { commandsIn } from './github-runner.ts';

export interface Annotation {
  readonly severity: 'error' | 'warning' | 'notice';
  readonly properties: Readonly<Record<string, string>>;
  readonly message: string;
}

export interface RunnerLog {
  /** The lines that a person sees. */
  readonly text: string;
  /** The first ten of each severity, with at most 4,096 characters, as the runner keeps them (ExecutionContext.cs). */
  readonly annotations: readonly Annotation[];
  /** Commands that are neither annotations nor masks. */
  readonly others: readonly string[];
}

const COMMAND = /^::(add-mask|error|warning|notice)(?: ([^:]*))?::(.*)$/;

export function modelLog(raw: string): RunnerLog {
  const masks: string[] = [];
  const annotations: Annotation[] = [];
  const others: string[] = [];
  const shown: string[] = [];
  for (const line of raw.split(/\r\n|\n|\r/)) {
    const isCommand = commandsIn(line).length > 0;
    const [, name = '', properties = '', data = ''] = COMMAND.exec(line) ?? [];
    if (isCommand && name === 'add-mask') masks.push(decode(data));
    else if (isCommand && name !== '') {
      const severity = name as Annotation['severity'];
      if (annotations.filter((one) => one.severity === severity).length < 10) {
        const message = decode(data).slice(0, 4096);
        annotations.push({ severity, properties: readProperties(properties), message });
      }
      shown.push(decode(data));
    } else if (isCommand) others.push(line);
    else shown.push(line);
  }
  const text = masks.reduce((log, mask) => log.replaceAll(mask, '***'), shown.join('\n'));
  return { text, annotations, others };
}

function readProperties(text: string): Record<string, string> {
  return Object.fromEntries(
    text
      .split(',')
      .filter((pair) => pair.includes('='))
      .map((pair) => {
        const at = pair.indexOf('=');
        const value = pair
          .slice(at + 1)
          .replaceAll('%3A', ':')
          .replaceAll('%2C', ',');
        return [pair.slice(0, at).trim(), decode(value)];
      }),
  );
}

function decode(text: string): string {
  return text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%');
}
