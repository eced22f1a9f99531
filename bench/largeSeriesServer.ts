// An archive with one large series in a process of its own; prints its address. For bench/archiveDownload.bench.mjs.
import { startLargeSeries } from "../src/testing/largeSeries.ts";

const { origin } = await startLargeSeries({ images: Number(process.argv[2]) });
process.stdout.write(`${origin}\n`);
