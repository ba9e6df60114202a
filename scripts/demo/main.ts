/** `node scripts/demo/main.ts`: the demo origin alone, until Ctrl+C. */
import { demoPorts, startDemoOrigin } from './origin.ts';

const { origin, secureOrigin, stop } = await startDemoOrigin(demoPorts);
console.log(`The demo origin listens on ${origin} and ${secureOrigin}, until Ctrl+C`);
const usual = origin.endsWith(`:${String(demoPorts.port)}`);
const usualSecure = secureOrigin.endsWith(`:${String(demoPorts.securePort)}`);
if (!usual || !usualSecure) {
  console.log('Its usual ports are taken, so tell the tour where it is:');
  console.log(`  --var origin=${origin} --var secureOrigin=${secureOrigin}`);
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    void stop();
  });
}
