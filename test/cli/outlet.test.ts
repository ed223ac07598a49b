import { describe, expect, it } from 'vitest';
import { Outlet } from '../../src/cli/outlet.ts';
import { Secret } from '../../src/provider/vpsorg/secret.ts';
import { HARMFUL, HOSTILE } from '../render/hostile.ts';
import { commandsIn } from '../support/github-runner.ts';

function collected(terminal?: { isTerminal: boolean }) {
  const outlet = new Outlet();
  const texts: string[] = [];
  return { outlet, stream: outlet.stream((text) => texts.push(text), terminal), texts };
}

describe('a stream', () => {
  it.each(HOSTILE)('lets %j out harmless, whoever forgot to make it so', (text) => {
    const { stream, texts } = collected();
    stream.write(text);
    expect(texts.join('')).not.toMatch(HARMFUL);
    expect(commandsIn(texts.join(''))).toEqual([]);
  });

  it('takes commands where they are meant', () => {
    const { stream, texts } = collected();
    stream.writeCommands('::error::one ##[add-mask]x\n');
    expect(texts).toEqual(['::error::one ##\\x5badd-mask]x\n']);
  });

  it('holds no secret once it is known, whichever stream it is and whenever that was made', () => {
    const { outlet, stream, texts } = collected();
    outlet.conceal(new Secret('vps_canary_0123456789'));
    stream.write('a record says vps_canary_0123456789, twice: vps_canary_0123456789\n');
    stream.writeCommands('::error::vps_canary_0123456789\n');
    outlet.stream((text) => texts.push(text)).write('"vps_canary_0123456789"');
    expect(texts).toEqual(['a record says ***, twice: ***\n', '::error::***\n', '"***"']);
  });
});
