'use strict';
// Loaded into a measured Node process: when it ends, it leaves its largest resident size, in KiB, in a file of its own.
const { readFileSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');

process.on('exit', () => {
  const folder = process.env.BENCH_PEAK_MEMORY;
  if (folder) writeFileSync(join(folder, `${process.pid}`), `${peak()}`);
});

/** On Linux the operating system's own count starts with what the parent had when it forked, so /proc is asked instead. */
function peak() {
  try {
    return /^VmHWM:\s*(\d+)/m.exec(readFileSync('/proc/self/status', 'utf8'))[1];
  } catch {
    return process.resourceUsage().maxRSS;
  }
}
