package com.orchestrator.bench;

/**
 * What a team sees that begins: callers that each start one run and wait for its end, then a single one. Nothing is sent in
 * batches by anybody.
 */
record CallersWork(Load load, int callers) implements Work {

    @Override
    public Figures run(Rig rig, int seconds) {
        rig.hire();
        rig.api().register(load.yaml());
        long before = load.endedInDatabase(rig);
        Figures figures = new Figures();
        long started = together(rig, seconds, figures) + load.alone(rig, Math.max(3, seconds / 3), figures);
        load.check(rig, before + started);
        return figures.put("MiB resident: servers", rig.residentMemory());
    }

    private long together(Rig rig, int seconds, Figures figures) {
        try (Callers warming = new Callers(rig.api(), load.shape()).start(callers)) {
            WarmUp.of(rig, load.workflow() + ": " + callers + " callers", () -> warming.ended() + " ended");
            warming.stop();
            return warming.ended() + measured(rig, seconds, figures);
        }
    }

    private long measured(Rig rig, int seconds, Figures figures) {
        try (Callers calling = new Callers(rig.api(), load.shape()).start(callers)) {
            rig.database().forgetStatements();
            Usage before = rig.usage();
            long begin = System.nanoTime();
            Progress.watch(load.workflow() + ": measuring", seconds, () -> calling.ended() + " ended");
            calling.stop();
            double time = (System.nanoTime() - begin) / 1e9;
            load.report(figures, rig.usage().minus(before), calling.ended(), time);
            System.err.println(rig.database().costliestStatements());
            figures.put("p50 ms", calling.latencies().millis(0.5))
                    .put("p99 ms", calling.latencies().millis(0.99));
            return calling.ended();
        }
    }
}
