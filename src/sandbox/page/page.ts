/** The live page of the control port: one HTML document with its style and script inside, and nothing from elsewhere. */
import { createHash } from 'node:crypto';
import type { Answer } from '../http/message.ts';
import { markup } from './markup.ts';
import { script } from './script.ts';
import { style } from './style.ts';

const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>VPS.org sandbox</title>
<link rel="icon" href="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Ccircle cx='8' cy='8' r='7' fill='%234f6bed'/%3E%3Cpath d='M4 8h8M8 4v8' stroke='white' stroke-width='1.6'/%3E%3C/svg%3E">
<style>${style}</style>
</head>
<body>
${markup}
<script>${script}</script>
</body>
</html>
`;

/** Only this very style and script run; whatever a record holds can be nothing but text. */
const policy = [
  "default-src 'none'",
  `style-src '${hashOf(style)}'`,
  `script-src '${hashOf(script)}'`,
  "connect-src 'self'",
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join('; ');

export const pageAnswer: Answer = {
  status: 200,
  headers: {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': policy,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
  },
  body: html,
};

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
