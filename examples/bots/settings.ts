// Where the server is and which bot this is, from the environment.

export function settings(env: NodeJS.ProcessEnv = process.env) {
  const need = (name: string): string => {
    const value = env[name];
    if (!value) {
      console.error(
        `Set ${name}. The bot's token and the server's pin are shown when the bot is made.`,
      );
      process.exit(2);
    }
    return value;
  };
  return {
    server: need('LANLINE_SERVER'),
    token: need('LANLINE_TOKEN'),
    pin: env['LANLINE_PIN'] || undefined,
  };
}
