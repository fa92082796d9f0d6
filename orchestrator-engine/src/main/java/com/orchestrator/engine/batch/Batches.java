package com.orchestrator.engine.batch;

import com.orchestrator.engine.IdGenerator;
import com.orchestrator.engine.coordinator.RunOperator;
import com.orchestrator.engine.maintenance.Chore;
import com.orchestrator.engine.metrics.BatchCounters;
import com.orchestrator.engine.metrics.Sightings;
import com.orchestrator.engine.service.BatchService;
import com.orchestrator.engine.service.RetentionService;
import com.orchestrator.engine.service.WorkflowService;
import com.orchestrator.engine.store.EngineStore;
import com.orchestrator.engine.store.StoredBatch;
import java.util.UUID;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;

/** Puts the parts of this package together. */
public final class Batches {

    private final BatchCounters counters = new BatchCounters();
    private final BatchService service;
    private final Chore sweep;

    /**
     * @param executor for what is done between lanes; never a lane
     */
    public Batches(
            EngineStore store,
            WorkflowService workflows,
            RunOperator operator,
            RetentionService retention,
            IdGenerator ids,
            Sightings sightings,
            ScheduledExecutorService executor) {
        UUID server = operator.server();
        Targets targets = new Targets(workflows, store.incidents());
        BatchRunner runner = new BatchRunner(
                store.batches(),
                targets,
                works(new CommandWork(operator), Work.of(retention::deleteRuns), Work.of(retention::erasePayloads)),
                server,
                executor,
                counters);
        Rehearsal rehearsal = new Rehearsal(operator, retention);
        this.service = new BatchCoordinator(store.batches(), targets, rehearsal, runner, ids);
        this.sweep = new BatchSweep(store.batches(), runner, sightings);
    }

    private static Function<StoredBatch, Work> works(Work commands, Work deletions, Work erasures) {
        return batch -> switch (batch.order().operation()) {
            case DELETE -> deletions;
            case ERASE -> erasures;
            default -> commands;
        };
    }

    public BatchService service() {
        return service;
    }

    /** To be run from time to time. */
    public Chore sweep() {
        return sweep;
    }

    public BatchCounters counters() {
        return counters;
    }
}
