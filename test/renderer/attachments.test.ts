// What waits beside a text: what a clipboard means, what is taken at the door, how it is called, and
// that nothing is kept longer than it is there.
import { createPinia, setActivePinia } from 'pinia';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { showTeam } from '../../src/renderer/api.ts';
import { readClipboard } from '../../src/renderer/composer/carried.ts';
import { fitting } from '../../src/renderer/pictures/reduced.ts';
import {
  type Attachment,
  mostBytes,
  mostFiles,
  useAttachments,
} from '../../src/renderer/stores/attachments.ts';
import { fileName, nameParts } from '../../src/renderer/text/fileName.ts';
import { sizeIn } from '../../src/renderer/text/sizes.ts';
import { eventually } from '../support/eventually.ts';
import { carrying, fileOf, lostFile, type Thing } from './support/carrying.ts';
import { hostileTexts } from './support/hostile.ts';
import { drawnPictures, png } from './support/pictures.ts';

const shot: Thing = { file: fileOf('image.png', png(4, 4), 'image/png'), kept: false };
const plan: Thing = { file: fileOf('plan.pdf') };
const photo: Thing = { file: fileOf('image.png', png(4, 4), 'image/png') };
const rich = '<meta charset="utf-8"><p>The <b>new</b> rack</p>';
const pure = '<meta><style>p{}</style><!--StartFragment--><img src="https://example.org/a.png">';

describe('a clipboard', () => {
  it.each<[string, Thing[], string, string, number, boolean]>([
    ['text', [], '', 'hello', 0, true],
    ['a screenshot', [shot], '', '', 1, false],
    ['a copy of a word processor', [shot], rich, 'The new rack', 0, true],
    ['a copy of a spreadsheet', [shot], '<table><td>1</td></table>', '1', 0, true],
    ['words with a picture of them', [shot], '', 'The new rack', 0, true],
    ['a picture of a browser', [shot], pure, '', 1, false],
    ['a picture with its address', [shot], pure, 'https://example.org/a.png', 1, false],
    ['a picture with its path', [shot], '', '/home/noor/a.png', 1, false],
    ['a picture in too much HTML', [shot], `<b>${'x'.repeat(600_000)}</b>`, 'x', 0, true],
    ['a file', [plan], '', '', 1, false],
    ['files with their names', [plan, photo], '', 'plan.pdf\nimage.png', 2, false],
    ['a file with its path', [plan], '', 'C:\\Users\\noor\\plan.pdf', 1, false],
    ['a file with its address', [plan], '', 'file:///home/noor/plan.pdf\r\n', 1, false],
    ['a file and text', [plan], '', 'See the second page', 1, true],
    ['a picture that lies on the disk', [photo], '', 'image.png', 1, false],
  ])('of %s', (_, things, html, plain, files, text) => {
    const read = readClipboard(carrying(things, { 'text/html': html, 'text/plain': plain }));
    expect(read.files).toHaveLength(files);
    expect(read.text).toBe(text);
  });

  it('gives its picture a name of its own, and leaves those of files', () => {
    const [one] = readClipboard(carrying([shot])).files;
    expect(one?.file.name).toMatch(/^\d{4}-\d\d-\d\d \d\d\.\d\d\.\d\d\.png$/);
    expect(one?.file.type).toBe('image/png');
    expect(readClipboard(carrying([photo])).files[0]?.file.name).toBe('image.png');
  });
});

describe('what waits', () => {
  const general = { conversation: 'general', thread: null };
  const thread = { conversation: 'general', thread: 7 };
  let store: ReturnType<typeof useAttachments>;
  let pictures: ReturnType<typeof drawnPictures>;
  const add = (spot: typeof general | typeof thread, ...files: File[]) =>
    store.add(
      spot,
      files.map((file) => ({ file, folder: false, kept: true })),
    );
  const namesIn = (spot: typeof general | typeof thread) =>
    store.of(spot).map(({ file }) => file.name);
  const first = (): Attachment | undefined => store.of(general)[0];

  beforeEach(() => {
    setActivePinia(createPinia());
    showTeam('team');
    store = useAttachments();
    pictures = drawnPictures();
  });
  afterEach(() => showTeam(null));

  it('belongs to its conversation, its thread, its team', () => {
    add(general, fileOf('a'));
    add(thread, fileOf('b'));
    showTeam('other');
    expect(namesIn(general)).toEqual([]);
    add(general, fileOf('c'));
    store.forgetTeam('team');
    expect(namesIn(general)).toEqual(['c']);
    showTeam('team');
    expect([...namesIn(general), ...namesIn(thread)]).toEqual([]);
  });

  it('goes to another window, and comes from one, with its threads', async () => {
    add(general, fileOf('a.png', png(9, 9)));
    add(thread, fileOf('b'));
    await eventually(() => expect(first()?.thumbnail).toBe('blob:0'));
    const handed = store.handOver({ team: 'team', conversation: 'general' });
    expect([...namesIn(general), ...namesIn(thread)]).toEqual([]);
    expect(pictures.revoked).toEqual(['blob:0']);
    add(general, fileOf('c'));
    store.takeOver(handed);
    expect([namesIn(general), namesIn(thread)]).toEqual([['c', 'a.png'], ['b']]);
    expect(store.handOver({ team: 'team', conversation: 'gen' })).toEqual([]);
  });

  it('is a draft of the conversation itself', () => {
    add(thread, fileOf('b'));
    expect(store.waitsIn('general')).toBe(false);
    add(general, fileOf('a'));
    expect(store.waitsIn('general')).toBe(true);
    store.remove(general, first()?.key ?? '');
    expect(store.waitsIn('general')).toBe(false);
  });

  it('has room for so many, each of a size, and no folders', () => {
    const huge = fileOf('huge.iso');
    Object.defineProperty(huge, 'size', { value: mostBytes + 1 });
    const folder = { file: fileOf('photos'), folder: true, kept: true };
    const small = Array.from({ length: mostFiles + 2 }, (_, n) => fileOf(`${n}.txt`));
    const carried = [huge, ...small].map((file) => ({ file, folder: false, kept: true }));
    expect(store.add(general, [folder, ...carried])).toBe(mostFiles);
    expect(store.refusedOf(general)).toEqual([
      { why: 'folder', names: ['photos'] },
      { why: 'tooLarge', names: ['huge.iso'] },
      { why: 'tooMany', names: [`${mostFiles}.txt`, `${mostFiles + 1}.txt`] },
    ]);
    store.dismiss(general);
    expect(store.refusedOf(general)).toEqual([]);
    expect(namesIn(general)).toHaveLength(mostFiles);
  });

  it('takes an empty file, and not what is gone', async () => {
    const empty = Object.assign(fileOf('gone.txt', ''), {
      arrayBuffer: () => Promise.reject(new DOMException('gone', 'NotFoundError')),
    });
    add(general, fileOf('empty.log', ''), lostFile('lost.txt'), empty);
    await eventually(() => expect(namesIn(general)).toEqual(['empty.log']));
    expect(store.refusedOf(general)).toEqual([
      { why: 'unreadable', names: expect.arrayContaining(['lost.txt', 'gone.txt']) },
    ]);
  });

  it('has small pictures of pictures alone, and lets them go', async () => {
    const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>window.hurt=1</script></svg>';
    add(
      general,
      fileOf('photo.txt', png(2000, 1000)),
      fileOf('drawing.svg', svg, 'image/svg+xml'),
      fileOf('fake.png', svg, 'image/png'),
      fileOf('huge.png', png(60_000, 60_000), 'image/png'),
      fileOf('other.png', png(9, 9), 'image/png'),
    );
    await eventually(() => expect(store.of(general).at(-1)?.thumbnail).toBe('blob:1'));
    expect(store.of(general).map(({ thumbnail }) => thumbnail)).toEqual([
      'blob:0',
      null,
      null,
      null,
      'blob:1',
    ]);
    expect(pictures.decoded).toEqual(['image/png', 'image/png']);
    expect(pictures.drawn).toEqual(['128x64', '9x9']);
    expect(pictures.open()).toBe(0);
    store.remove(general, first()?.key ?? '');
    expect(pictures.revoked).toEqual(['blob:0']);
    store.forgetTeam('team');
    expect(pictures.revoked).toEqual(['blob:0', 'blob:1']);
  });

  it('keeps no picture of what was taken away meanwhile', async () => {
    add(general, fileOf('a.png', png(9, 9)), fileOf('b.png', png(8, 8)));
    store.remove(general, first()?.key ?? '');
    await eventually(() => expect(first()?.thumbnail).toBe('blob:0'));
    expect(namesIn(general)).toEqual(['b.png']);
    expect(pictures.made).toHaveLength(1);
  });
});

describe('a name', () => {
  it.each([
    ['plan.pdf', 'plan.pdf'],
    ['invoice\u202efdp.exe', 'invoice fdp.exe'],
    ['a\u0000b\nc\tdé.txt', 'a b c dé.txt'],
    ['\u202e\u200b', '…'],
    ['', '…'],
    ['\ud800.txt', '\ufffd.txt'],
    ['会议记录.docx', '会议记录.docx'],
  ])('of %j', (name, said) => {
    expect(fileName(name)).toBe(said);
  });

  it('is as long as anybody reads, and ends as it ends', () => {
    const said = fileName(`${'very long '.repeat(400)}.tar.gz`);
    expect(said.length).toBeLessThanOrEqual(201);
    expect(said).toMatch(/^very long .*….*\.tar\.gz$/);
    expect(fileName(`Z${'\u0351'.repeat(8000)}.txt`).length).toBeLessThan(100);
    for (const text of hostileTexts) expect(fileName(text).length).toBeLessThanOrEqual(201);
  });

  it('keeps its end in sight, and falls apart between signs only', () => {
    expect(nameParts('a.txt')).toEqual({ head: '', tail: 'a.txt' });
    expect(nameParts('the quarter final.pdf')).toEqual({ head: 'the quarter ', tail: 'final.pdf' });
    expect(nameParts('quarterly report.pdf')).toEqual({ head: 'quarterly ', tail: 'report.pdf' });
    expect(nameParts('会议记录与安排.docx')).toEqual({ head: '会议记录与', tail: '安排.docx' });
    const family = '👨‍👩‍👧‍👦';
    expect(nameParts(family.repeat(7))).toEqual({
      head: family.repeat(2),
      tail: family.repeat(5),
    });
  });
});

it.each([
  ['en', 0, '0 bytes'],
  ['en', 1, '1 byte'],
  ['en', 999, '999 bytes'],
  ['en', 1499, '1.5 kB'],
  ['en', 999_600, '1 MB'],
  ['en', 123_456_789, '123 MB'],
  ['en', 2_000_000_000, '2 GB'],
  ['zh-CN', 1_234_567, '1.2 MB'],
  ['zh-CN', 12, '12字节'],
  ['de', 1_234_567, '1,2 MB'],
])('in %s %d bytes are %s', (locale, bytes, said) => {
  expect(sizeIn(locale, bytes)).toBe(said);
});

it('a picture is drawn no larger than it is, and never as nothing', () => {
  expect(fitting({ width: 4000, height: 3000 }, 128)).toEqual({ width: 128, height: 96 });
  expect(fitting({ width: 20, height: 30 }, 128)).toEqual({ width: 20, height: 30 });
  expect(fitting({ width: 50_000, height: 1 }, 128)).toEqual({ width: 128, height: 1 });
});
