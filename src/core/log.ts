// How the core reports what happens; its host decides where that goes. Never a message's text.
export type Log = (
  level: 'debug' | 'info' | 'warn' | 'error',
  message: string,
  details?: object,
) => void;
