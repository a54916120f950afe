// The machine the figures belong to.
import { cpus, totalmem } from 'node:os';
import { arch, platform, version } from 'node:process';

export type Machine = ReturnType<typeof machine>;

export function machine() {
  const [cpu] = cpus();
  return {
    cpu: cpu?.model ?? 'unknown',
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    node: version,
    system: `${platform} ${arch}`,
  };
}

export const machineLine = ({ cpu, cores, memoryGiB, node, system }: Machine) =>
  `${cpu}, ${cores} cores, ${memoryGiB} GiB, ${system}, Node ${node}`;
