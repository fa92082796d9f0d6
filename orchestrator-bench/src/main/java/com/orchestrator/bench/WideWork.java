package com.orchestrator.bench;

import com.orchestrator.launcher.os.Await;
import com.orchestrator.launcher.os.LaunchException;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The same number of items in many narrow and in few wide maps: what an item costs must not depend on how many there are. */
final class WideWork implements Work {

    private static final int[] WIDTHS = {100, 1_000, 10_000};
    private static final int ITEMS_PER_SECOND = 4_000;
    private static final int WARM_UP_WIDTH = 1_000;
    private static final Duration LIMIT = Duration.ofMinutes(5);

    @Override
    public Figures run(Rig rig, int seconds) {
        rig.hire();
        rig.api().register(Workflows.wide());
        WarmUp.of(rig, "wide", () -> {
            finish(rig, WARM_UP_WIDTH, ITEMS_PER_SECOND);
            return "";
        });
        Figures figures = new Figures();
        for (int width : WIDTHS) {
            measure(rig, width, Math.max(2 * width, seconds * ITEMS_PER_SECOND / WIDTHS.length), figures);
        }
        return figures.put(
                "CPU per item, 10000 / 100",
                figures.get("CPU ms/1000 items in maps of 10000") / figures.get("CPU ms/1000 items in maps of 100"));
    }

    private static void measure(Rig rig, int width, int items, Figures figures) {
        Usage before = rig.usage();
        long begin = System.nanoTime();
        int done = finish(rig, width, items);
        double time = (System.nanoTime() - begin) / 1e9;
        Usage used = rig.usage().minus(before);
        String in = " in maps of " + width;
        figures.put("items/s" + in, done / time)
                .put("CPU ms/1000 items" + in, used.cpu() * 1_000_000 / done)
                .put("WAL bytes/item" + in, (double) used.walBytes() / done)
                .put("row writes/item" + in, (double) used.rowWrites() / done)
                .put("statements/item" + in, (double) used.statements() / done);
    }

    /** @return items of runs that have ended */
    private static int finish(Rig rig, int width, int items) {
        int runs = Math.max(1, items / width);
        String numbers = IntStream.range(0, width).mapToObj(String::valueOf).collect(Collectors.joining(","));
        String item = new ClosedLoop.Shape("wide", "{\"items\":[" + numbers + "]}", 1).item();
        long endedBefore = rig.ended();
        for (int i = 0; i < runs; i++) {
            rig.api().start(item, 1).join();
        }
        if (!Await.until(LIMIT, Duration.ofMillis(5), () -> rig.ended() - endedBefore >= runs)) {
            throw new LaunchException("Of " + runs + " maps of " + width + " only " + (rig.ended() - endedBefore)
                    + " ended within " + LIMIT);
        }
        return runs * width;
    }
}
