// Reads from a Linux program which libraries it is linked against, so that a package asks for exactly those.
import { readFileSync } from 'node:fs';

const loadable = 1;
const dynamic = 2;
const tags = { needed: 1n, strings: 5n, stringsSize: 10n };

/**
 * Of a 64-bit little-endian ELF file; nothing for any other file, and for programs that are linked to nothing.
 * @param {string} file
 * @returns {{ libraries: string[], glibc: string | undefined }} by soname; the newest glibc that it uses something of
 */
export function linkedWith(file) {
  const bytes = readFileSync(file);
  if (bytes.length < 64 || bytes.readUInt32BE(0) !== 0x7f454c46 || bytes[4] !== 2)
    return { libraries: [], glibc: undefined };
  const segments = segmentsOf(bytes);
  const table = segments.find(({ type }) => type === dynamic);
  if (!table) return { libraries: [], glibc: undefined };
  const entries = entriesOf(bytes, table);
  const one = (/** @type {bigint} */ tag) =>
    entries.find((entry) => entry.tag === tag)?.value ?? 0n;
  const address = Number(one(tags.strings));
  const home = segments.find(
    ({ type, at, size }) => type === loadable && address >= at && address < at + size,
  );
  if (!home) return { libraries: [], glibc: undefined };
  const start = address - home.at + home.offset;
  const strings = bytes.subarray(start, start + Number(one(tags.stringsSize))).toString('latin1');
  const libraries = entries
    .filter(({ tag }) => tag === tags.needed)
    .map(({ value }) => strings.slice(Number(value), strings.indexOf('\0', Number(value))));
  const versions = [...strings.matchAll(/\0GLIBC_(\d+)\.(\d+)(?=[.\d]*\0)/g)];
  const newest = Math.max(...versions.map(([, , minor]) => Number(minor)));
  return { libraries, glibc: versions.length > 0 ? `2.${newest}` : undefined };
}

/** @param {Buffer} bytes */
function segmentsOf(bytes) {
  const [first, size, count] = [
    Number(bytes.readBigUInt64LE(32)),
    bytes.readUInt16LE(54),
    bytes.readUInt16LE(56),
  ];
  return Array.from({ length: count }, (_, n) => {
    const header = first + n * size;
    return {
      type: bytes.readUInt32LE(header),
      offset: Number(bytes.readBigUInt64LE(header + 8)),
      at: Number(bytes.readBigUInt64LE(header + 16)),
      size: Number(bytes.readBigUInt64LE(header + 32)),
    };
  });
}

/**
 * @param {Buffer} bytes
 * @param {{ offset: number, size: number }} table
 */
function entriesOf(bytes, { offset, size }) {
  return Array.from({ length: size / 16 }, (_, n) => ({
    tag: bytes.readBigUInt64LE(offset + n * 16),
    value: bytes.readBigUInt64LE(offset + n * 16 + 8),
  }));
}
