// Entry of the store's threads, all on the same file: one writes, one reads, one comes for each backup.
import { workerData } from 'node:worker_threads';
import { storageRefusal } from '../../src/node/openDatabase.ts';
import { expose } from '../../src/node/worker.ts';
import { copyDatabase } from './sqlite/copy.ts';
import { openReading } from './sqlite/reader.ts';
import { type Founding, openWriter } from './sqlite/writer.ts';

export type StoreThread = {
  role: 'writer' | 'reader' | 'copier';
  path: string;
  founding: Founding;
};
const { role, path, founding } = workerData as StoreThread;

type Writer = Awaited<ReturnType<typeof openWriter>>;
export type WriterFunctions = { open(): Promise<Writer['opened']> } & Omit<Writer, 'opened'>;
export type ReaderFunctions = Omit<ReturnType<typeof openReading>, never>;
export type CopierFunctions = { copy(to: string): void };

if (role === 'writer') expose(writerFunctions(), storageRefusal);
else if (role === 'reader') expose(openReading(path), storageRefusal);
else expose({ copy: (to: string) => copyDatabase(path, to) }, storageRefusal);

/** Opened on the first call and not at load, so that a refusal travels back to whoever asked. */
function writerFunctions(): WriterFunctions {
  let writer: Writer | undefined;
  const opened = (): Writer => {
    if (!writer) throw new Error('not open');
    return writer;
  };
  return {
    async open() {
      writer = await openWriter(path, founding);
      return writer.opened;
    },
    commit: (batch) => opened().commit(batch),
    offerOwnership: (code) => opened().offerOwnership(code),
    seen: (devices) => opened().seen(devices),
    hooksUsed: (hooks) => opened().hooksUsed(hooks),
    hooksAdvanced: (progress) => opened().hooksAdvanced(progress),
    writeIdentity: (json) => opened().writeIdentity(json),
    close: () => writer?.close(),
  };
}
