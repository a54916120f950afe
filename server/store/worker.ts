// Entry of the store's threads: one writes, one reads, on the same file.
import { workerData } from 'node:worker_threads';
import { storageRefusal } from '../../src/node/openDatabase.ts';
import { expose } from '../../src/node/worker.ts';
import { openReading } from './sqlite/reader.ts';
import { openWriter } from './sqlite/writer.ts';
import type { WriteCommand } from './store.ts';

export type StoreThread = { role: 'writer' | 'reader'; path: string; team: string };
const { role, path, team } = workerData as StoreThread;

export type WriterFunctions = {
  open(): Promise<{ epoch: string; team: { id: string; name: string }; head: number }>;
  commit(batch: WriteCommand[]): ReturnType<Awaited<ReturnType<typeof openWriter>>['commit']>;
  close(): void;
};
export type ReaderFunctions = Omit<ReturnType<typeof openReading>, never>;

if (role === 'writer') {
  // Opened on the first call and not at load, so that a refusal travels back to whoever asked.
  let writer: Awaited<ReturnType<typeof openWriter>> | undefined;
  expose(
    {
      async open() {
        writer = await openWriter(path, team);
        return writer.opened;
      },
      commit: (batch: WriteCommand[]) => writer?.commit(batch),
      close: () => writer?.close(),
    },
    storageRefusal,
  );
} else expose(openReading(path), storageRefusal);
