// `lanline-server`: the server on its own, for a computer that is always on.
import { runProgram } from './cli/program.ts';

const { code, out, err } = await runProgram(process.argv.slice(2), process.env);
process.stdout.write(out);
process.stderr.write(err);
process.exitCode = code;
