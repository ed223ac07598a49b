import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { readSettings } from '../../../src/provider/vpsorg/settings.ts';

const TOKEN = 'vps_test_canary0123456789';
const urlOf = (VPS_API_URL: string): string => readSettings({ VPS_API_TOKEN: TOKEN, VPS_API_URL }).apiUrl;

function failureOf(action: () => unknown): Error {
  try {
    action();
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error('it did not fail');
}

describe('the address of the API', () => {
  it('is the vendor’s where none is given', () => {
    expect(readSettings({ VPS_API_TOKEN: TOKEN }).apiUrl).toBe('https://admin.vps.org/api/v1');
    expect(urlOf('')).toBe('https://admin.vps.org/api/v1');
  });

  it.each([
    ['https://admin.vps.org', 'https://admin.vps.org/api/v1'],
    ['https://admin.vps.org/', 'https://admin.vps.org/api/v1'],
    ['https://admin.vps.org/api/v1', 'https://admin.vps.org/api/v1'],
    ['https://admin.vps.org/api/v1/', 'https://admin.vps.org/api/v1'],
    ['HTTPS://Admin.VPS.org//', 'https://admin.vps.org/api/v1'],
    ['https://gateway.example:8443/vps/api/v1/', 'https://gateway.example:8443/vps/api/v1'],
    ['  https://admin.vps.org  ', 'https://admin.vps.org/api/v1'],
    ['http://127.0.0.1:8080', 'http://127.0.0.1:8080/api/v1'],
    ['http://127.9.9.9:8080', 'http://127.9.9.9:8080/api/v1'],
    ['http://localhost:8080/api/v1', 'http://localhost:8080/api/v1'],
    ['http://[::1]:8080', 'http://[::1]:8080/api/v1'],
    ['http://2130706433', 'http://127.0.0.1/api/v1'],
  ])('%s is read as %s', (given, apiUrl) => {
    expect(urlOf(given)).toBe(apiUrl);
  });

  it.each([
    'http://admin.vps.org',
    'http://127.0.0.1.evil.example',
    'http://localhost.evil.example',
    'http://127.evil.example',
    'http://[::ffff:127.0.0.1]',
    'http://0.0.0.0',
    'http://localhost@evil.example',
    'https://user@admin.vps.org',
    'https://user:password@admin.vps.org',
    'https://admin.vps.org/?token=x',
    'https://admin.vps.org/#x',
    'https://169.254.169.254/latest',
    'https://[fe80::1]/',
    'https://[::ffff:169.254.169.254]/',
    'https://[fd00:ec2::254]/',
    'https://2852039166/',
    'ftp://admin.vps.org',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'admin.vps.org',
    'https://',
    'not a url',
  ])('%s is refused', (given) => {
    expect(failureOf(() => urlOf(given))).toMatchObject({ code: 'usage' });
  });
});

describe('the token', () => {
  it('comes from VPS_API_TOKEN, or from the text of a token file, blanks around it ignored', () => {
    expect(readSettings({ VPS_API_TOKEN: ` ${TOKEN}\n` }).token.reveal()).toBe(TOKEN);
    const fromFile = readSettings({ VPS_API_TOKEN: 'vps_other' }, { tokenFileText: `${TOKEN}\r\n` });
    expect(fromFile.token.reveal()).toBe(TOKEN);
  });

  it('that is missing is an error that says where to get one', () => {
    expect(failureOf(() => readSettings({}))).toMatchObject({
      code: 'auth',
      message: 'no API token: VPS_API_TOKEN is empty or not set',
      hint: expect.stringContaining('/account/developers/'),
    });
    expect(failureOf(() => readSettings({ VPS_API_TOKEN: TOKEN }, { tokenFileText: '\n' }))).toMatchObject({
      code: 'auth',
      message: 'no API token: the token file is empty or not set',
    });
  });

  it.each([
    'canary-without-prefix',
    'vps_',
    'vps_abc',
    'Bearer vps_test_canary',
    'vps_test canary',
    'vps_test\ncanary',
    'vps_test\u2028canary',
    'vps_test\u0000canary',
    'vps_canäry',
    `vps_${'x'.repeat(201)}`,
  ])('that cannot be one is refused and never repeated: %j', (VPS_API_TOKEN) => {
    const error = failureOf(() => readSettings({ VPS_API_TOKEN }));
    expect(error).toMatchObject({ code: 'auth' });
    expect(inspect(error, { depth: 9 })).not.toMatch(/canary|canäry|abc|x{20}/);
  });

  it('shows itself nowhere but where it is asked for by name', () => {
    const settings = readSettings({ VPS_API_TOKEN: TOKEN });
    const shown = [
      String(settings.token),
      `${settings.token}`,
      JSON.stringify(settings),
      inspect(settings, { depth: 9, showHidden: true }),
      JSON.stringify(Object.entries(settings.token)),
    ];
    expect(shown.join(' ')).not.toContain('canary');
    expect(JSON.stringify(settings)).toContain('***');
  });
});

it('refuses to run with certificates unchecked', () => {
  const env = { VPS_API_TOKEN: TOKEN, NODE_TLS_REJECT_UNAUTHORIZED: '0' };
  expect(failureOf(() => readSettings(env))).toMatchObject({ code: 'usage' });
});
