// Hunspell itself, as WebAssembly: one instance for each dictionary, so that a faulty one breaks no other
// and its memory goes with it.
import { charsetOf, type Charset } from './charset.ts';

export type Speller = {
  /** Whether it stands in this dictionary, in any of its forms. */
  knows(word: string): boolean;
  /** The likeliest first. */
  suggest(word: string): string[];
};

/** What of the module is used. Addresses are numbers. */
type Module = {
  HEAPU8: Uint8Array;
  HEAPU32: Uint32Array;
  FS: { writeFile(path: string, content: Uint8Array): void; unlink(path: string): void };
  _malloc(bytes: number): number;
  _free(address: number): void;
  _Hunspell_create(aff: number, dic: number): number;
  _Hunspell_get_dic_encoding(handle: number): number;
  _Hunspell_spell(handle: number, word: number): number;
  _Hunspell_suggest(handle: number, list: number, word: number): number;
  _Hunspell_free_list(handle: number, list: number, count: number): void;
};
type Make = (options: { print(line: string): void; printErr(line: string): void }) => unknown;

/** Throws what Hunspell throws at files that are none of its own; it takes some damage without a word. */
export async function openSpeller(aff: Uint8Array, dic: Uint8Array): Promise<Speller> {
  const { default: make } = (await import('hunspell-wasm/wasm/hunspell.js')) as { default: Make };
  const silent = (): void => {};
  const it = (await make({ print: silent, printErr: silent })) as Module;
  it.FS.writeFile('it.aff', aff);
  it.FS.writeFile('it.dic', dic);
  const handle = withBytes(it, ascii('it.aff'), (affName) =>
    withBytes(it, ascii('it.dic'), (dicName) => it._Hunspell_create(affName, dicName)),
  );
  it.FS.unlink('it.aff');
  it.FS.unlink('it.dic');
  if (handle === 0) throw new Error('Hunspell could not open it');
  const charset = charsetOf(latin1(it, it._Hunspell_get_dic_encoding(handle)));

  return {
    knows: (word) =>
      spellings(word).some((spelling) => {
        const bytes = charset.encode(spelling);
        return bytes !== null && withBytes(it, bytes, (at) => it._Hunspell_spell(handle, at)) !== 0;
      }),
    suggest(word) {
      const bytes = charset.encode(word.replaceAll('’', "'"));
      if (bytes === null) return [];
      return withBytes(it, bytes, (at) => suggestions(it, handle, at, charset));
    },
  };
}

/** Dictionaries hold either apostrophe. */
const spellings = (word: string): string[] =>
  /['’]/.test(word)
    ? [...new Set([word, word.replaceAll('’', "'"), word.replaceAll("'", '’')])]
    : [word];

function suggestions(it: Module, handle: number, word: number, charset: Charset): string[] {
  const list = it._malloc(4);
  try {
    const count = it._Hunspell_suggest(handle, list, word);
    if (count <= 0) return [];
    // Read anew each time: the memory may have grown, and moved.
    const first = it.HEAPU32[list / 4] ?? 0;
    const found = Array.from({ length: count }, (_, index) =>
      charset.decode(bytesAt(it, it.HEAPU32[first / 4 + index] ?? 0)),
    );
    it._Hunspell_free_list(handle, list, count);
    return found;
  } finally {
    it._free(list);
  }
}

function withBytes<T>(it: Module, bytes: Uint8Array, use: (address: number) => T): T {
  const address = it._malloc(bytes.length + 1);
  it.HEAPU8.set(bytes, address);
  it.HEAPU8[address + bytes.length] = 0;
  try {
    return use(address);
  } finally {
    it._free(address);
  }
}

const bytesAt = (it: Module, address: number): Uint8Array =>
  it.HEAPU8.slice(address, it.HEAPU8.indexOf(0, address));
const ascii = (text: string): Uint8Array => Buffer.from(text, 'latin1');
const latin1 = (it: Module, address: number): string =>
  Buffer.from(bytesAt(it, address)).toString('latin1');
