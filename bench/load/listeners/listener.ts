// What every listener of the comparison is given, and what it must do.
import type { Traffic } from '../wire.ts';

export type ListenerOptions = {
  port: number;
  token: string;
  traffic: Traffic;
  /** Which of how many: those who poll spread their moments evenly. */
  place: { index: number; of: number };
  /** What came, once: whole messages, as text. */
  hear(text: string): void;
  /** Something else came than must; nothing follows. */
  fail(error: Error): void;
};

export type Listener = { close(): void };

/** Resolves when everything that is said from now on will be heard. */
export type Listen = (options: ListenerOptions) => Promise<Listener>;

export const eventsPath = '/api/v1/events';
export const bearer = (token: string): string => `Authorization: Bearer ${token}\r\n`;
