// How large a file is, in the reader's language: "12 bytes", "1.4 MB".
const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

/** Decimal, as files are counted on most computers. */
export function sizeIn(locale: string, bytes: number): string {
  let left = Math.max(0, bytes);
  let step = 0;
  // What would be shown as 1000 is one of the next.
  while (left >= 999.5 && step < units.length - 1) {
    left /= 1000;
    step++;
  }
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: units[step] ?? 'byte',
    unitDisplay: step === 0 ? 'long' : 'short',
    maximumFractionDigits: step === 0 || left >= 100 ? 0 : 1,
  }).format(left);
}
