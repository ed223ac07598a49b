/** Links of README and docs/ lead somewhere: to a file that is there, and to a heading of it; docs/README.md leads to every page. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';

const PAGES = readdirSync('docs')
  .filter((name) => name.endsWith('.md'))
  .map((name) => `docs/${name}`);

/** What stands outside of blocks of code. */
const textOf = (page: string): string => readFileSync(page, 'utf8').replaceAll(/^```.*?^```/gms, '');

/** As GitHub makes an anchor of a heading: letters, digits, `-` and `_`, blanks as `-`. */
function anchorsOf(page: string): string[] {
  return [...textOf(page).matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\-_ ]/gu, '')
      .replaceAll(' ', '-'),
  );
}

/** Links to files of the repository, from its root, each with its anchor or ''. */
function linksOf(page: string): [path: string, anchor: string][] {
  return [...textOf(page).matchAll(/\]\((?!https?:)([^)#\s]*)(?:#([^)\s]*))?\)/g)].map(
    ([, path = '', anchor = '']) => [
      path === '' ? page : normalize(`${dirname(page)}/${path}`),
      decodeURIComponent(anchor),
    ],
  );
}

describe('the links of', () => {
  it.each([['README.md'], ...PAGES.map((page) => [page])])('%s lead somewhere', (page) => {
    const broken = linksOf(page).filter(
      ([path, anchor]) => !existsSync(path) || (anchor !== '' && !anchorsOf(path).includes(anchor)),
    );
    expect(broken).toEqual([]);
  });

  it('docs/README.md lead to every page', () => {
    const linked = new Set(linksOf('docs/README.md').map(([path]) => path));
    expect(PAGES.filter((page) => page !== 'docs/README.md' && !linked.has(page))).toEqual([]);
  });
});
