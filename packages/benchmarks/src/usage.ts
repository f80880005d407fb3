// Loaded before a command that is measured: at its end it writes one JSON line with the times and the peak memory of the whole process to file descriptor 3.

import { writeSync } from "node:fs";

process.on("exit", () => {
  const { user, system } = process.cpuUsage();
  const usage = {
    cpuMs: [(user + system) / 1000],
    wallMs: [performance.now()],
    peakMb: process.resourceUsage().maxRSS / 1024,
  };
  writeSync(3, `${JSON.stringify(usage)}\n`);
});
