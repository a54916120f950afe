/** The present time as part of a file's name, on every system: for what is set aside. */
export const fileStamp = (): string => new Date().toISOString().replaceAll(/[:.]/g, '-');
