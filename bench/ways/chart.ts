// A chart of dots on logarithmic axes, as SVG: rows stand beside each other, panels above each other. On a ground of its
// own, so that it is read on light pages and dark ones.
import { axisOf, type Axis } from './axis.ts';

export type Chart = {
  title: string;
  /** What is said below the title. */
  note: string;
  rows: string[];
  columns: string[];
  /** Told apart by form as well as by colour. */
  series: string[];
  panels: Panel[];
};

export type Panel = {
  title: string;
  /** A value of the axis with its unit. */
  label(value: number): string;
  /** A dot, and a line from it to `to`; nothing where it is undefined. */
  at(column: number, row: number, series: number): { from: number; to?: number } | undefined;
};

const width = 1000;
const left = 214;
const gap = 40;
const right = 24;
const rowHeight = 34;
const font = 'font-family="system-ui, -apple-system, Segoe UI, Helvetica, Arial, sans-serif"';
/** Okabe and Ito's, which colour-blind people tell apart. */
const colours = ['#0072b2', '#d55e00', '#009e73', '#cc79a7'];
const ink = '#1f2328';
const faint = '#59636e';
const line = '#d1d9e0';

export function drawChart(chart: Chart): string {
  const panelHeight = 92 + chart.rows.length * rowHeight;
  const top = 122;
  const height = top + chart.panels.length * panelHeight;
  const parts = [
    text(24, 40, chart.title, { size: 22, weight: 600 }),
    text(24, 66, chart.note, { size: 15, fill: faint }),
    ...legend(chart.series),
    ...chart.panels.flatMap((panel, index) => drawPanel(chart, panel, top + index * panelHeight)),
  ];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title" ${font}>
<title id="title">${escape(chart.title)}</title>
<rect x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="8" fill="#ffffff" stroke="${line}"/>
${parts.join('\n')}
</svg>
`;
}

function legend(series: string[]): string[] {
  return series.flatMap((name, index) => {
    const x = left + index * 250;
    return [mark(index, x + 8, 94), text(x + 24, 99, name, { size: 16 })];
  });
}

function drawPanel({ rows, columns, series }: Chart, panel: Panel, top: number): string[] {
  const all = columns.flatMap((_, column) =>
    rows.flatMap((_row, row) =>
      series.flatMap((_name, one) => {
        const dot = panel.at(column, row, one);
        return dot ? [dot.from, dot.to ?? dot.from] : [];
      }),
    ),
  );
  const area = (width - left - right - gap * (columns.length - 1)) / columns.length;
  const first = top + 62;
  const bottom = first + rows.length * rowHeight;
  return [
    text(24, top + 24, panel.title, { size: 17, weight: 600 }),
    ...rows.map((name, row) =>
      text(left - 14, first + (row + 0.5) * rowHeight + 5, name, { size: 15, anchor: 'end' }),
    ),
    ...columns.flatMap((name, column) => {
      const start = left + column * (area + gap);
      const axis = axisOf(all, start + 16, start + area - 16);
      return [
        text(start, first - 12, name, { size: 15, fill: faint }),
        ...stripes(rows.length, start, area, first),
        ...ticks(axis, first, bottom, panel.label),
        ...rows.flatMap((_, row) =>
          series.flatMap((_name, one) => {
            const dot = panel.at(column, row, one);
            if (!dot) return [];
            const y = first + (row + 0.5) * rowHeight + (one - (series.length - 1) / 2) * 9;
            return drawDot(one, axis, dot, y);
          }),
        ),
      ];
    }),
  ];
}

const stripes = (rows: number, x: number, area: number, first: number): string[] =>
  Array.from({ length: rows }, (_, row) =>
    row % 2 === 0
      ? `<rect x="${round(x)}" y="${first + row * rowHeight}" width="${round(area)}" height="${rowHeight}" fill="#f6f8fa"/>`
      : '',
  ).filter((stripe) => stripe !== '');

function ticks({ ticks: values, place }: Axis, top: number, bottom: number, label: Panel['label']) {
  return values.flatMap((value) => {
    const x = round(place(value));
    return [
      `<line x1="${x}" x2="${x}" y1="${top}" y2="${bottom}" stroke="${line}"/>`,
      text(x, bottom + 20, label(value), { size: 14, fill: faint, anchor: 'middle' }),
    ];
  });
}

function drawDot(series: number, { place }: Axis, { from, to = from }: Dot, y: number): string[] {
  const [x, end] = [round(place(from)), round(place(to))];
  const reach = `<line x1="${x}" x2="${end}" y1="${y}" y2="${y}" stroke="${colours[series]}" stroke-width="2.5" stroke-opacity="0.55"/>`;
  return [...(end > x ? [reach] : []), mark(series, x, y)];
}

type Dot = { from: number; to?: number };

/** A circle, a square, a triangle, a diamond. */
function mark(series: number, x: number, y: number): string {
  const style = `fill="${colours[series]}" stroke="#ffffff" stroke-width="1"`;
  const forms = [
    `<circle cx="${x}" cy="${y}" r="5.5" ${style}/>`,
    `<rect x="${round(x - 5)}" y="${round(y - 5)}" width="10" height="10" ${style}/>`,
    `<path d="M${round(x - 6)} ${round(y + 5)}h12l-6 -11z" ${style}/>`,
    `<path d="M${x} ${round(y - 7)}l7 7l-7 7l-7 -7z" ${style}/>`,
  ];
  return forms[series % forms.length] ?? '';
}

type TextStyle = { size: number; weight?: number; fill?: string; anchor?: string };

const text = (
  x: number,
  y: number,
  words: string,
  { size, weight = 400, fill = ink, anchor = 'start' }: TextStyle,
): string =>
  `<text x="${round(x)}" y="${round(y)}" font-size="${size}" font-weight="${weight}" fill="${fill}" text-anchor="${anchor}">${escape(words)}</text>`;

const round = (value: number): number => Math.round(value * 10) / 10;

const escape = (words: string): string =>
  words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
