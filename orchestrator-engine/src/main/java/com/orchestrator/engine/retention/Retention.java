package com.orchestrator.engine.retention;

import com.orchestrator.api.error.OrchestratorException;
import com.orchestrator.api.model.Page;
import com.orchestrator.api.request.ControlRequest;
import com.orchestrator.api.retention.RetentionChange;
import com.orchestrator.api.retention.RetentionRule;
import com.orchestrator.api.retention.RetentionStatus;
import com.orchestrator.engine.coordinator.RunOperator;
import com.orchestrator.engine.maintenance.Chore;
import com.orchestrator.engine.metrics.RetentionCounters;
import com.orchestrator.engine.service.Author;
import com.orchestrator.engine.service.Command;
import com.orchestrator.engine.service.ImportedRuns;
import com.orchestrator.engine.service.LimitService.Applied;
import com.orchestrator.engine.service.ListQuery;
import com.orchestrator.engine.service.RetentionService;
import com.orchestrator.engine.service.WorkflowService;
import com.orchestrator.engine.store.ArchiveText.ArchivedRun;
import com.orchestrator.engine.store.EngineStore;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/** Puts the parts of this package together. */
public final class Retention implements RetentionService {

    private final EngineStore store;
    private final RetentionCounters counters = new RetentionCounters();
    private final Deletions deletions;
    private final Erasures erasures;
    private final Rules rules;
    private final RetentionSweep sweep;
    private final RunImport imports;

    /**
     * @param take takes a run back, unless it is there
     * @param operator has runs say that they are erased
     * @param pause waits so many nanoseconds, between the batches of a sweep
     */
    public Retention(
            EngineStore store,
            WorkflowService workflows,
            RunOperator operator,
            Predicate<ArchivedRun> take,
            RunArchive archive,
            LongConsumer pause,
            LongSupplier nanoTime) {
        this.store = store;
        imports = new RunImport(store, workflows, take);
        deletions = new Deletions(store, counters);
        erasures = new Erasures(store, operator);
        rules = new Rules(store.retention(), archive);
        sweep = new RetentionSweep(store.retention(), archive, counters, operator.server(), pause, nanoTime);
    }

    /** Takes what is due; may take its time. */
    public Chore sweep() {
        return sweep;
    }

    public RetentionCounters counters() {
        return counters;
    }

    @Override
    public void deleteRun(Command<ControlRequest> command) {
        deletions.delete(command);
    }

    @Override
    public void erasePayloads(Command<ControlRequest> command) {
        erasures.erase(command);
    }

    @Override
    public List<Optional<OrchestratorException>> erasePayloads(
            List<UUID> instanceIds, ControlRequest request, String actor) {
        return erasures.eraseAll(instanceIds, request, actor);
    }

    @Override
    public String exportRun(UUID instanceId) {
        return String.join("\n", new RunExport(store).of(instanceId)) + "\n";
    }

    @Override
    public ImportedRuns importRuns(String text, String actor) {
        return imports.of(text, actor);
    }

    @Override
    public Applied<RetentionStatus> setRule(String namespace, RetentionRule rule, Author author) {
        return rules.set(namespace, rule, author);
    }

    @Override
    public RetentionStatus getRule(String namespace) {
        return rules.get(namespace);
    }

    @Override
    public void removeRule(String namespace, Author author) {
        rules.remove(namespace, author);
    }

    @Override
    public Page<RetentionStatus> listRules(ListQuery query) {
        return rules.list(query);
    }

    @Override
    public Page<RetentionChange> listRuleChanges(String namespace, ListQuery query) {
        return store.retention().changes(namespace, query);
    }

    @Override
    public List<Optional<OrchestratorException>> deleteRuns(
            List<UUID> instanceIds, ControlRequest request, String actor) {
        return deletions.deleteAll(instanceIds, request, actor);
    }

    @Override
    public List<Optional<OrchestratorException>> findObstacles(List<UUID> instanceIds) {
        return deletions.obstacles(instanceIds);
    }

    @Override
    public List<Optional<OrchestratorException>> findErasureObstacles(List<UUID> instanceIds) {
        return erasures.obstacles(instanceIds);
    }
}
