// Entry of the spelling thread: dictionaries take a moment to load and tens of megabytes each, so they live
// apart, and only while somebody writes.
import { expose } from '../../node/worker.ts';
import { createEngine } from './engine.ts';

export type SpellingFunctions = ReturnType<typeof createEngine>;

expose(createEngine(), (error) => error);
