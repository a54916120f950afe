// The profile's picture: chosen, pasted or dropped, shown before it is kept, and taken away again.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Refusal } from '../../src/shared/errors.ts';
import { eventually } from '../support/eventually.ts';
import { makeLab } from './support/lab.ts';
import { settle } from './support/mountApp.ts';
import { openDialog, type Page } from './support/openDialog.ts';
import { png } from './support/pictures.ts';

const hash = '1'.padStart(64, '0');
const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script/></svg>';

describe('the profile', () => {
  let lab: ReturnType<typeof makeLab>;
  let page: Page;
  beforeEach(() => {
    lab = makeLab();
    // What happy-dom has not: decoding and drawing.
    vi.stubGlobal('createImageBitmap', async () => ({ width: 90, height: 60, close: () => {} }));
    vi.stubGlobal(
      'OffscreenCanvas',
      class {
        getContext = () => null;
        convertToBlob = async ({ type }: { type: string }) => new Blob(['square'], { type });
      },
    );
  });
  afterEach(() => page.close());
  async function pick(...content: BlobPart[]): Promise<void> {
    const input = page.find('avatar-file');
    const file = new File(content, 'me.png', { type: 'image/png' });
    Object.defineProperty(input, 'files', { value: [file], configurable: true });
    input?.dispatchEvent(new Event('change'));
    await eventually(() => expect(page.disabled('avatar-pick')).toBe(false));
    await settle();
  }
  const sent = () =>
    page.heard('avatar.set').map((input) => (input as { image: Uint8Array | null }).image);

  it('keeps a chosen picture when it is saved, not before', async () => {
    page = await openDialog(lab.core, 'profile');
    await pick(png(900, 600));
    expect(sent()).toEqual([]);
    expect(document.querySelector('.picture-field img')).not.toBeNull();
    await page.click('profile-save');
    expect(sent().map((image) => new TextDecoder().decode(image ?? undefined))).toEqual(['square']);
    expect(page.heard('profile.set')).toEqual([]);
    expect(page.find('avatar-pick')).toBeNull();
  });

  it('takes a picture away', async () => {
    lab.noor.avatar = hash;
    lab.team.doings.pictures.set(hash, { type: 'image/png', image: png(8, 8) });
    page = await openDialog(lab.core, 'profile');
    expect(document.querySelector('.picture-field img')).not.toBeNull();
    await page.click('avatar-remove');
    expect(document.querySelector('.picture-field img')).toBeNull();
    await page.click('profile-save');
    expect(sent()).toEqual([null]);
  });

  it('takes a picture that is pasted or dropped', async () => {
    page = await openDialog(lab.core, 'profile');
    const file = new File([png(9, 9)], 'me.png');
    const paste = Object.assign(new Event('paste', { cancelable: true }), {
      clipboardData: { files: [file] },
    });
    document.dispatchEvent(paste);
    await eventually(() => expect(page.find('avatar-remove')).not.toBeNull());
    expect(paste.defaultPrevented).toBe(true);

    await page.click('avatar-remove');
    const drop = Object.assign(new Event('drop', { bubbles: true, cancelable: true }), {
      dataTransfer: { files: [file] },
    });
    document.querySelector('.picture-field')?.dispatchEvent(drop);
    await eventually(() => expect(page.find('avatar-remove')).not.toBeNull());
    expect(drop.defaultPrevented).toBe(true);
  });

  it.each([
    ['not a picture', [svg], 'PNG, JPEG, WebP or GIF'],
    ['enormous', [png(50_000, 50_000)], '50 megapixels'],
  ])('says in words when it is %s', async (_, content, words) => {
    page = await openDialog(lab.core, 'profile');
    await pick(...content);
    expect(page.text('error-text')).toContain(words);
    await page.click('profile-save');
    expect(sent()).toEqual([]);
  });

  it('stays open with the picture when the server refuses it', async () => {
    lab.core.instead['avatar.set'] = () => {
      throw new Refusal('OFFLINE', 'no way');
    };
    page = await openDialog(lab.core, 'profile');
    await pick(png(9, 9));
    await page.click('profile-save');
    expect(page.text('error-text')).toContain('no connection');
    expect(document.querySelector('.picture-field img')).not.toBeNull();
  });
});
