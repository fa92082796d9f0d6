package com.orchestrator.engine.metrics;

import com.orchestrator.api.fleet.WorkerStatus;
import com.orchestrator.engine.service.Figure;
import com.orchestrator.engine.service.Figure.Kind;
import com.orchestrator.engine.service.Figure.Sample;
import com.orchestrator.engine.store.Surroundings;
import com.orchestrator.engine.store.Surroundings.Connections;
import com.orchestrator.engine.store.Surroundings.Workers;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Workers, timers and the database, as figures. */
final class SurroundingFigures {

    private static final double MILLIS = 1e3;

    /** Those that are asked for work. */
    private static final Set<WorkerStatus.State> GIVEN_WORK =
            Set.of(WorkerStatus.State.STARTING, WorkerStatus.State.READY, WorkerStatus.State.RUNNING);

    private SurroundingFigures() {}

    static List<Figure> of(Surroundings seen, Connections connections) {
        Workers working = seen.workers().entrySet().stream()
                .filter(entry -> GIVEN_WORK.contains(entry.getKey()))
                .map(Map.Entry::getValue)
                .reduce(Workers.NONE, Workers::and);
        return List.of(
                gauge("orchestrator_workers", "Workers that were heard of lately, by state.", workers(seen)),
                gauge(
                        "orchestrator_worker_slots",
                        "Tasks that workers which are neither lost nor drain can have at once, and have.",
                        List.of(labelled("kind", "max", working.slots()), labelled("kind", "used", working.used()))),
                gauge(
                        "orchestrator_timers_lag_seconds",
                        "For how long the instance has been due that waits the longest to be looked at.",
                        List.of(new Sample(Map.of(), seen.timersLag().toMillis() / MILLIS))),
                gauge(
                        "orchestrator_db_pool_connections",
                        "Connections of this server to the database.",
                        List.of(
                                labelled("state", "active", connections.active()),
                                labelled("state", "idle", connections.idle()))),
                gauge(
                        "orchestrator_db_pool_max",
                        "The most there can be.",
                        List.of(new Sample(Map.of(), connections.most()))),
                gauge(
                        "orchestrator_db_pool_waiting",
                        "Threads of this server that wait for one.",
                        List.of(new Sample(Map.of(), connections.waiting()))),
                gauge(
                        "orchestrator_db_table_dead_tuples",
                        "Dead rows, as the database estimates them.",
                        seen.deadRows().entrySet().stream()
                                .map(table -> labelled("table", table.getKey(), table.getValue()))
                                .toList()),
                gauge(
                        "orchestrator_db_restored_timestamp_seconds",
                        "When it was noticed that the database had been taken back to an earlier moment; 0 when it never was.",
                        List.of(new Sample(Map.of(), seen.restoredAt().getEpochSecond()))));
    }

    private static List<Sample> workers(Surroundings seen) {
        return Arrays.stream(WorkerStatus.State.values())
                .map(state -> labelled(
                        "state",
                        state.name(),
                        seen.workers().getOrDefault(state, Workers.NONE).count()))
                .toList();
    }

    private static Sample labelled(String label, String word, double value) {
        return new Sample(Map.of(label, word), value);
    }

    private static Figure gauge(String name, String help, List<Sample> samples) {
        return new Figure(name, Kind.GAUGE, help, samples);
    }
}
