import type { Io } from './io.ts';

export interface Progress {
  /** Says what is being done now. */
  step(what: string): void;
  /** Removes what was shown. */
  done(): void;
}

const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
/** A run that ends sooner shows nothing. */
const DELAY_MS = 400;

/** A spinner on standard error, only where that is a terminal and nobody asked for quiet. */
export function progress({ stderr, env }: Io, quiet: boolean): Progress {
  if (quiet || !stderr.isTerminal || env.CI || env.TERM === 'dumb') return { step() {}, done() {} };
  const started = Date.now();
  let what = '';
  let frame = 0;
  let drawn = false;
  const timer = setInterval(() => {
    if (Date.now() - started < DELAY_MS) return;
    stderr.write(`\r\u001b[2K${FRAMES[frame++ % FRAMES.length]} ${what}`);
    drawn = true;
  }, 100);
  timer.unref();
  return {
    step(next) {
      what = next;
    },
    done() {
      clearInterval(timer);
      if (drawn) stderr.write('\r\u001b[2K');
      drawn = false;
    },
  };
}
