// What is said, kept in SQLite.
import { sqlite } from './contract/sqlite.ts';
import { talkContract } from './store.contract.ts';

talkContract('SQLite', sqlite);
