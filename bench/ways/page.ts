// placeholder
import type { Report } from '../case.ts';
export function writePage(_report: Report, _folder: string): void {}
