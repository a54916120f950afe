// Pictures as far as a server looks at them: the first bytes and the header. In base64.

const base64 = (...parts: (Buffer | number[] | string)[]): string =>
  Buffer.concat(parts.map((part) => Buffer.from(part as number[]))).toString('base64');

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

export function png(width: number, height = width, length = 0): string {
  const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
  const header = [uint32(13), 'IHDR', uint32(width), uint32(height), [8, 6, 0, 0, 0], uint32(0)];
  const whole = Buffer.from(base64(signature, ...header), 'base64');
  return base64(whole, Buffer.alloc(Math.max(0, length - whole.length)));
}

export function jpeg(width: number, height = width): string {
  const uint16 = (value: number): number[] => [value >> 8, value & 0xff];
  const jfif = [0xff, 0xe0, 0, 16, ...Buffer.from('JFIF\0'), 1, 1, 0, 0, 1, 0, 1, 0, 0];
  const frame = [0xff, 0xc0, 0, 11, 8, ...uint16(height), ...uint16(width), 1, 1, 0x11, 0];
  return base64([0xff, 0xd8], jfif, frame, [0xff, 0xd9]);
}

export function webp(width: number, height = width): string {
  const uint24 = (value: number): number[] => [value & 0xff, (value >> 8) & 0xff, value >> 16];
  const canvas = [0, 0, 0, 0, ...uint24(width - 1), ...uint24(height - 1)];
  return base64('RIFF', [22, 0, 0, 0], 'WEBPVP8X', [10, 0, 0, 0], canvas);
}
