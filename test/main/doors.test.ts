// The two places where text decides what is opened: links for the browser, files for the page.
import { expect, it, vi } from 'vitest';

vi.mock('electron', () => ({ shell: {}, protocol: {} }));
const { safeLink } = await import('../../src/main/openLink.ts');
const { fileFor } = await import('../../src/main/protocol.ts');

it.each(['https://example.org/a?b#c', 'http://10.0.0.2:8080/', 'mailto:mara@lab.example'])(
  'opens %s',
  (link) => expect(safeLink(link)).toBe(link),
);

it.each([
  '',
  'example.org',
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  'data:text/html,x',
  'file:///etc/passwd',
  'smb://host/share',
  'vbscript:x',
  'ms-msdt:/id',
  'lanline://join',
  'app://lanline/index.html',
  `https://example.org/${'x'.repeat(9000)}`,
])('does not open %.40s', (link) => expect(safeLink(link)).toBeNull());

it('serves files below its folder', () => {
  expect(fileFor('app://lanline/index.html', '/app')).toBe('/app/index.html');
  expect(fileFor('app://lanline/assets/a%20b.js?x#y', '/app')).toBe('/app/assets/a b.js');
  expect(fileFor('app://lanline/a/%2e%2e/%2e%2e/../b.js', '/app')).toBe('/app/b.js');
});

it.each([
  'app://other/index.html',
  'https://lanline/index.html',
  'app://lanline/..%2fsecret',
  'app://lanline/..%5c..%5csecret%00',
  'app://lanline/%00',
  'app://lanline/%ff',
])('does not serve %s', (link) => expect(fileFor(link, '/app')).toBeNull());
