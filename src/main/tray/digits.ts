// The digits of the tray's number as lines, four units wide and six high: a font would be a file,
// and at eleven pixels it would be less sharp.
import type { Point } from './canvas.ts';

const six = '3.4,0 1.2,2 0,4 0.2,5 1.2,6 2.8,6 4,4.8 4,3.9 2.8,2.7 1.2,2.8 0.1,4';

const lines: Record<string, string[]> = {
  '1': ['0.8,1.4 2.4,0 2.4,6'],
  '2': ['0,1.3 1,0 3,0 4,1.2 4,2 0,6 4,6'],
  '3': ['0,0 4,0 2,2.4 3.2,2.6 4,3.6 4,4.8 3,6 1,6 0,5'],
  '4': ['3,6 3,0 0,4.2 4.2,4.2'],
  '5': ['3.8,0 0.5,0 0.3,2.7 2.6,2.4 4,3.6 4,4.7 2.9,6 1,6 0,5.2'],
  '6': [six],
  '7': ['0,0 4,0 1.4,6'],
  '8': [
    '1,0 3,0 3.8,0.9 3.8,2 3,2.8 1,2.8 0.2,2 0.2,0.9 1,0',
    '1,2.8 3,2.8 4,3.8 4,5 3,6 1,6 0,5 0,3.8 1,2.8',
  ],
  '+': ['0.4,3.2 3.6,3.2', '2,1.6 2,4.8'],
};

/** A character's lines; an unknown one has none. */
export function linesOf(character: string): Point[][] {
  // A nine is a six on its head.
  if (character === '9') return read(six).map((line) => line.map(([x, y]) => [4 - x, 6 - y]));
  return (lines[character] ?? []).flatMap(read);
}

function read(line: string): Point[][] {
  return [
    line.split(' ').map((pair): Point => {
      const [x = 0, y = 0] = pair.split(',').map(Number);
      return [x, y];
    }),
  ];
}
