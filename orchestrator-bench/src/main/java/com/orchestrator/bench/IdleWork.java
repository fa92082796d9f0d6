package com.orchestrator.bench;

/** Many workers wait and nothing happens; it should cost nothing. */
final class IdleWork implements Work {

    private static final int WORKERS = 1_000;

    @Override
    public Figures run(Rig rig, int seconds) {
        rig.dismiss();
        for (int i = 0; i < WORKERS; i++) {
            keepPolling(rig, "idle-" + i, System.nanoTime() + (seconds + 5) * 1_000_000_000L);
        }
        Progress.watch(WORKERS + " idle workers: settling", 3, () -> "");
        Usage before = rig.usage();
        Progress.watch(WORKERS + " idle workers: measuring", seconds, () -> "");
        Usage used = rig.usage().minus(before);
        return new Figures()
                .put("CPU ms/s: PostgreSQL", used.postgres() * 1_000 / seconds)
                .put("CPU ms/s: servers", used.servers() * 1_000 / seconds)
                .put("statements/s", (double) used.statements() / seconds)
                .put("transactions/s", (double) used.transactions() / seconds);
    }

    private static void keepPolling(Rig rig, String worker, long until) {
        if (System.nanoTime() < until) {
            rig.api().poll(worker, "nothing-here", 1, "30s").thenRun(() -> keepPolling(rig, worker, until));
        }
    }
}
