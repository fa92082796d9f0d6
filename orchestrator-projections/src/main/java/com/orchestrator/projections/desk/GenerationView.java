package com.orchestrator.projections.desk;

import com.orchestrator.projections.store.Worker;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The workers of one generation.
 *
 * @param phase of the newest one: whether it waits for older workers; null of the others
 * @param since when the phase began, in milliseconds by the database's clock
 * @param shards that its workers own
 * @param waitingFor older workers that have to stop before it begins
 */
public record GenerationView(
        long generation,
        com.orchestrator.projections.store.Generation.@Nullable Phase phase,
        long since,
        int shards,
        int waitingFor,
        List<Worker> workers) {

    public GenerationView {
        workers = List.copyOf(workers);
    }
}
