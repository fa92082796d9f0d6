package com.orchestrator.bench;

/** Polls for one task at a time while more and more are waiting. */
final class BacklogWork implements Work {

    private static final int[] BACKLOGS = {1_000, 100_000, 1_000_000};
    private static final int POLLS = 500;
    private static final int WARM_UP = 200;

    @Override
    public Figures run(Rig rig, int seconds) {
        rig.dismiss();
        rig.api().register(Workflows.single());
        Figures figures = new Figures();
        for (int backlog : BACKLOGS) {
            QueueWork.put(rig, (int) Math.max(0, backlog + POLLS + WARM_UP - ready(rig)));
            rig.database().execute("CHECKPOINT");
            poll(rig, WARM_UP);
            Latencies latencies = poll(rig, POLLS);
            figures.put("p50 ms with " + backlog, latencies.millis(0.5));
            figures.put("p99 ms with " + backlog, latencies.millis(0.99));
        }
        rig.database().execute("TRUNCATE workflow_instances, task_executions, events, lease_watches");
        return figures.put(
                "p99 with a million / with a thousand",
                figures.get("p99 ms with 1000000") / figures.get("p99 ms with 1000"));
    }

    private static long ready(Rig rig) {
        return rig.database().number("SELECT count(*) FROM task_executions WHERE state = 'READY'");
    }

    private static Latencies poll(Rig rig, int polls) {
        Latencies latencies = new Latencies();
        for (int i = 0; i < polls; i++) {
            long begin = System.nanoTime();
            String answer = rig.api().poll("backlog", BenchWorker.LAST, 1, "5s").join();
            latencies.add(System.nanoTime() - begin);
            if (!answer.contains("executionId")) {
                throw new IllegalStateException("A poll with a backlog brought nothing: " + answer);
            }
        }
        return latencies;
    }
}
