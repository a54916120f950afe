// Calls out on every network and listens who can be heard: our own call, and others.
import type { Datagram } from '../../node/discovery/udp.ts';
import { isNear, type OwnAddress } from './networks.ts';

export type Heard = {
  /** Own addresses whose call came back to us, and those where nothing did. */
  back: string[];
  silent: string[];
  /** Addresses of other computers that said something meanwhile. */
  others: string[];
  /** Why a socket could not be had, as EADDRINUSE; null when all could. */
  trouble: string | null;
};

export type HearOptions = {
  /** From where to call. */
  lan: readonly OwnAddress[];
  /** Every address of this computer. */
  own: readonly OwnAddress[];
  /** How long to listen, ms; shorter when there is nothing left to find out. */
  listenMs: number;
};

export type Listening = {
  /** Our own call from that address came in. */
  back(address: string): void;
  /** Somebody said something. Own addresses are told apart here. */
  heard(from: Datagram): void;
  failed(error: unknown): void;
};

/** More is of no interest to anybody. */
const mostOthers = 200;
/** A lost packet on the air is no finding: the call is repeated. Milliseconds. */
const againMs = 500;

/** `open` starts to listen and gives back how to call and how to stop. Never throws. */
export async function hear(
  { lan, own, listenMs }: HearOptions,
  open: (listening: Listening) => { call(): void; close(): Promise<void> },
): Promise<Heard> {
  const mine = new Set(own.map(({ address }) => address));
  const back = new Set<string>();
  const others = new Set<string>();
  let trouble: string | null = null;
  const { promise: done, resolve: finish } = Promise.withResolvers<void>();
  const look = (): void => {
    if (back.size === lan.length && others.size > 0) finish();
  };
  const parts = open({
    back(address) {
      back.add(address);
      look();
    },
    heard({ address }) {
      if (mine.has(address) || others.has(address) || others.size >= mostOthers) return;
      // As discovery itself does, which believes nobody from elsewhere.
      if (isNear(address, own)) others.add(address);
      look();
    },
    failed(error) {
      trouble ??= error instanceof Error && 'code' in error ? String(error.code) : String(error);
    },
  });
  const again = setInterval(parts.call, againMs);
  const end = setTimeout(finish, lan.length > 0 ? listenMs : 0);
  await done;
  clearInterval(again);
  clearTimeout(end);
  await parts.close();
  const addresses = lan.map(({ address }) => address);
  return {
    back: addresses.filter((address) => back.has(address)),
    silent: addresses.filter((address) => !back.has(address)),
    others: [...others],
    trouble,
  };
}
