// Which Lanline this is. Imported, not read: inside the app it is part of the bundle.
import packageJson from '../package.json' with { type: 'json' };

export const version: string = packageJson.version;
