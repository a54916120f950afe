// Trouble of the network, told once: a missing interface is normal and lasts for hours.

/** As core's and server's logs. Never carries what strangers sent. */
export type DiscoveryLog = (level: 'info' | 'warn', message: string, details?: object) => void;

export type DiscoveryOptions = {
  /** IPv4 addresses of our own to use; all but loopback unless told. */
  interfaces?: string[] | undefined;
  beaconPort?: number | undefined;
  /** Of multicast DNS; other than 5353 only in tests. */
  mdnsPort?: number | undefined;
  log: DiscoveryLog;
};
