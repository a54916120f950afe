// Which of the arguments that a start brings is taken for a link.
import { expect, it, vi } from 'vitest';

vi.mock('electron', () => ({ app: {} }));
const { linkAmong } = await import('../../src/main/deepLinks.ts');

it('finds the link wherever Chromium put it', () => {
  const link = 'lanline://join/abc?a=10.0.0.2:7788';
  expect(linkAmong(['/opt/lanline', link])).toBe(link);
  expect(linkAmong(['/opt/lanline', '--original-process-start-time=1', '.', link, 'x'])).toBe(link);
  expect(linkAmong(['LANLINE://JOIN/x'])).toBe('LANLINE://JOIN/x');
});

it('takes nothing else for a link', () => {
  const args = [
    '/opt/lanline',
    '--lanline://join/abc',
    '--url=lanline://join/abc',
    ' lanline://join/abc',
    'https://lanline.example/?lanline:',
    'app://lanline/index.html',
    'lanline',
    '',
  ];
  expect(linkAmong(args)).toBeNull();
  expect(linkAmong([])).toBeNull();
});

it('opens one of several, and never a whole megabyte', () => {
  expect(linkAmong(['lanline:a', 'lanline:b'])).toBe('lanline:a');
  expect(linkAmong([`lanline://join/${'x'.repeat(1_000_000)}`])).toHaveLength(4096);
});
