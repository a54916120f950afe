// Pictures: asked for once, shown only when they are small squares of a known kind, let go of when
// unused; and what becomes of the image somebody chooses.
import { createPinia, setActivePinia } from 'pinia';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { effectScope } from 'vue';
import { limits } from '../../src/shared/entities.ts';
import { Refusal } from '../../src/shared/errors.ts';
import { attach } from '../../src/renderer/api.ts';
import { measure } from '../../src/renderer/pictures/measure.ts';
import { middle, smallEnough, squarePicture } from '../../src/renderer/pictures/square.ts';
import { useAvatars } from '../../src/renderer/stores/avatars.ts';
import { useLink } from '../../src/renderer/stores/link.ts';
import { useSession } from '../../src/renderer/stores/session.ts';
import { makeLab } from './support/lab.ts';
import { settle } from './support/mountApp.ts';
import { png } from './support/pictures.ts';

const hash = (n: number): string => String(n).padStart(64, '0');
const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script/></svg>';

let made: string[];
let revoked: string[];
beforeEach(() => {
  made = [];
  revoked = [];
  vi.spyOn(URL, 'createObjectURL').mockImplementation(() => {
    made.push(`blob:${made.length}`);
    return made.at(-1) ?? '';
  });
  vi.spyOn(URL, 'revokeObjectURL').mockImplementation((url) => void revoked.push(url));
});

describe('the pictures that are shown', () => {
  let lab: ReturnType<typeof makeLab>;
  let detach: () => void;
  const asked = () => lab.core.heard.filter(({ name }) => name === 'avatar.get');
  const keep = (n: number, image = png(64, 64), type = 'image/png') =>
    lab.team.doings.pictures.set(hash(n), { type, image });
  /** Shows a picture somewhere, as a component does while it is mounted. */
  function show(avatar: string | null) {
    const scope = effectScope();
    const used = scope.run(() => useAvatars().useAvatar(() => avatar));
    if (!used) throw new Error('no scope');
    return { url: () => used.url.value, spoil: used.spoil, stop: () => scope.stop() };
  }

  beforeEach(async () => {
    lab = makeLab();
    detach = attach(lab.core.bridge);
    setActivePinia(createPinia());
    const { settings, teams } = { settings: lab.core.settings, teams: [lab.team.state] };
    useSession().settings = settings;
    useSession().enter(teams[0] ?? lab.team.state);
    useLink().link = lab.team.link;
    await settle();
  });
  afterEach(() => detach());

  it('are asked for once, however often they are shown', async () => {
    keep(1);
    const first = show(hash(1));
    const second = show(hash(1));
    expect(first.url()).toBeNull();
    await settle();
    expect([first.url(), second.url()]).toEqual(['blob:0', 'blob:0']);
    first.stop();
    second.stop();
    expect(show(hash(1)).url()).toBe('blob:0');
    expect(asked()).toHaveLength(1);
    expect(revoked).toEqual([]);
  });

  it('are not asked for where there are only initials', async () => {
    expect(show(null).url()).toBeNull();
    await settle();
    expect(asked()).toEqual([]);
  });

  it('are forgotten when long unused, the oldest first, and never while shown', async () => {
    const held = show(hash(0));
    keep(0);
    for (let n = 1; n <= 201; n++) {
      keep(n);
      const one = show(hash(n));
      await settle();
      one.stop();
    }
    await settle();
    expect(revoked).toHaveLength(1);
    expect(held.url()).not.toBe(revoked[0]);
    expect(show(hash(201)).url()).not.toBeNull();
    expect(show(hash(1)).url()).toBeNull();
  });

  it.each([
    ['an SVG', new TextEncoder().encode(svg), 'image/svg+xml'],
    ['an SVG called PNG', new TextEncoder().encode(svg), 'image/png'],
    ['a PNG called JPEG', png(64, 64), 'image/jpeg'],
    ['a PNG of 50,000 pixels', png(50_000, 50_000), 'image/png'],
    ['too many bytes', new Uint8Array([...png(64, 64), ...Array(40_000).fill(0)]), 'image/png'],
    ['no bytes', new Uint8Array(), 'image/png'],
  ] as const)('are never %s', async (_, image, type) => {
    keep(1, new Uint8Array(image), type);
    const shown = show(hash(1));
    await settle();
    expect(asked()).toHaveLength(1);
    expect(shown.url()).toBeNull();
    expect(made).toEqual([]);
    // Nor is the server asked again and again.
    show(hash(1));
    await settle();
    expect(asked()).toHaveLength(1);
  });

  it('give way to initials when the window cannot draw them', async () => {
    keep(1);
    const shown = show(hash(1));
    await settle();
    shown.spoil();
    expect(shown.url()).toBeNull();
    expect(revoked).toEqual(['blob:0']);
  });

  it('come later when there was no connection', async () => {
    keep(1);
    lab.core.instead['avatar.get'] = () => {
      throw new Refusal('OFFLINE', 'no way');
    };
    useLink().link = { state: 'offline', reason: null, retryAt: null, waiting: 0 };
    const shown = show(hash(1));
    await settle();
    expect(shown.url()).toBeNull();
    delete lab.core.instead['avatar.get'];
    useLink().link = lab.team.link;
    await settle();
    expect(shown.url()).toBe('blob:0');
  });
});

describe('a chosen image', () => {
  it('is known by its bytes', () => {
    const webp = new TextEncoder().encode('RIFF....WEBPVP8L....\x2f');
    const gif = new Uint8Array([...new TextEncoder().encode('GIF89a'), 44, 1, 200, 0]);
    const jpeg = new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 0, 4, 0, 0]);
    const frame = [0xff, 0xc0, 0, 17, 8, 0x02, 0x58, 0x03, 0x84, 3];
    expect(measure(png(300, 200))).toEqual({ type: 'image/png', width: 300, height: 200 });
    expect(measure(gif)).toEqual({ type: 'image/gif', width: 300, height: 200 });
    expect(measure(new Uint8Array([...jpeg, ...frame, ...Array(20).fill(0)]))).toEqual({
      type: 'image/jpeg',
      width: 900,
      height: 600,
    });
    expect(measure(new Uint8Array([...webp, 1, 0, 0, 0, 0, 0, 0, 0, 0]))?.type).toBe('image/webp');
  });

  it.each([
    ['an SVG', svg],
    ['an SVG after a byte-order mark', `\ufeff${svg}`],
    ['a page', '<!doctype html><script>alert(1)</script>'],
    ['a document', '%PDF-1.7'],
    ['a bitmap', 'BM..........'],
    ['a PNG cut off', '\x89PNG'],
    ['nothing', ''],
  ])('is not %s', async (_, content) => {
    expect(measure(new TextEncoder().encode(content))).toBeNull();
    expect(await squarePicture(new Blob([content], { type: 'image/png' }))).toBe('notPicture');
  });

  it('is refused by its size before anything decodes it', async () => {
    const decode = vi.fn<() => Promise<ImageBitmap>>();
    vi.stubGlobal('createImageBitmap', decode);
    expect(await squarePicture(new Blob([png(10_000, 5_001)]))).toBe('tooLarge');
    expect(await squarePicture(new Blob([png(4_294_967_295, 1)]))).toBe('tooLarge');
    expect(decode).not.toHaveBeenCalled();
    decode.mockRejectedValue(new Error('broken'));
    expect(await squarePicture(new Blob([png(10_000, 5_000)]))).toBe('unreadable');
  });

  it('gives its middle', () => {
    expect(middle(900, 600)).toEqual({ x: 150, y: 0, side: 600 });
    expect(middle(3, 8)).toEqual({ x: 0, y: 2, side: 3 });
  });

  it('is made smaller until the server keeps it', async () => {
    const tried: string[] = [];
    const encode = (sizes: Record<string, number>) => async (type: string, quality: number) => {
      tried.push(`${type.slice(6)} ${quality}`);
      return new Blob([new Uint8Array(sizes[`${type.slice(6)} ${quality}`] ?? 99_999)], { type });
    };
    const small = limits.avatarBytes;
    expect((await smallEnough(encode({ 'webp 0.7': small })))?.length).toBe(small);
    expect(tried).toEqual(['webp 0.9', 'webp 0.8', 'webp 0.7']);
    expect(await smallEnough(encode({ 'webp 0.7': small + 1 }))).toBeNull();
  });

  it('becomes a JPEG or PNG where there is no WebP', async () => {
    const onlyPng = async () => new Blob([new Uint8Array(5)], { type: 'image/png' });
    expect((await smallEnough(onlyPng))?.length).toBe(5);
    const noWebp = async (type: string) =>
      type === 'image/webp'
        ? new Blob([new Uint8Array(5)], { type: 'image/png' })
        : new Blob([new Uint8Array(7)], { type });
    expect((await smallEnough(noWebp))?.length).toBe(7);
  });
});
