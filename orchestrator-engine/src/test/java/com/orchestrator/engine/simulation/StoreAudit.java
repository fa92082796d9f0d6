package com.orchestrator.engine.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.model.WorkflowInstance;
import com.orchestrator.engine.SteppedEngine;
import com.orchestrator.engine.history.Entry;
import com.orchestrator.engine.memory.InMemoryEngineStore;
import com.orchestrator.engine.run.ExecutionRun;
import com.orchestrator.engine.run.Run;
import com.orchestrator.engine.run.RunComparison;
import com.orchestrator.engine.run.RunState;
import com.orchestrator.engine.run.TaskRun;
import com.orchestrator.engine.run.UndoRun;
import com.orchestrator.engine.service.FeedPosition;
import com.orchestrator.engine.store.PageRef;
import com.orchestrator.engine.store.Snapshot;
import com.orchestrator.engine.wake.StoredWakeSources;
import com.orchestrator.engine.wake.WakeSources;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Judges what is durable, at any moment at which nobody is in the middle of something: that is all a server has that starts
 * now. Events fold to what the rows and the servers' memories say, each run has something that will move it, and no message
 * is lost. Runs at fault are judged when they go on.
 */
final class StoreAudit {

    private static final int MESSAGES_MAX = 1_000;

    private final Family family;
    private final InMemoryEngineStore store;
    private final Chronicle chronicle;
    private final ClaimAudit claims;
    private final IncidentAudit incidents;
    private final Map<UUID, Run> runs = new HashMap<>();

    StoreAudit(Family family, InMemoryEngineStore store, Chronicle chronicle, ClaimAudit claims) {
        this.family = family;
        this.store = store;
        this.chronicle = chronicle;
        this.claims = claims;
        this.incidents = new IncidentAudit(store);
    }

    void judge(List<SteppedEngine> servers) {
        List<WorkflowInstance> rows = chronicle.runs().stream()
                .filter(row -> !store.isAtFault(row.instanceId()))
                .toList();
        runs.clear();
        rows.forEach(row -> runs.put(row.instanceId(), fold(row, Long.MAX_VALUE)));
        rows.forEach(row -> judgeRow(row, runs.get(row.instanceId())));
        rows.forEach(row -> servers.forEach(server -> judgeMemory(row, server)));
        claims.judgeRows(rows);
        runs.values().forEach(claims::judgeRun);
        judgeMessages();
    }

    private Run fold(WorkflowInstance row, long until) {
        Run run = new Run(row.instanceId(), family.of(row.workflow()).plan());
        entries(row.instanceId()).stream()
                .takeWhile(entry -> entry.sequenceNumber() <= until)
                .forEach(run::apply);
        return run;
    }

    private List<Entry> entries(UUID instanceId) {
        return store.runs()
                .inTransaction(transaction -> transaction.loadEvents(Map.of(instanceId, 0L)))
                .get(instanceId);
    }

    private void judgeRow(WorkflowInstance row, Run run) {
        assertThat(row.state()).as("state of %s", row).isEqualTo(run.state());
        assertThat(row.cause()).as("cause of %s", row).isEqualTo(RunState.cause(run));
        assertThat(row.endedAt()).as("end of %s", row).isEqualTo(run.endedAt());
        StoredWakeSources stored = store.watch().inSnapshot(snapshot -> stored(run, snapshot));
        assertThat(ids(run.liveExecutions()))
                .as("attempts of %s with a row", row)
                .containsAll(stored.rows());
        assertThat(row.state().isTerminal() || WakeSources.of(run, stored).areComplete())
                .as("something moves %s", row)
                .isTrue();
        incidents.judge(run, entries(row.instanceId()));
    }

    private static StoredWakeSources stored(Run run, Snapshot snapshot) {
        return new StoredWakeSources(
                snapshot.rows(ids(run.allExecutions())).keySet(),
                snapshot.wakeAt(run.instanceId()).orElse(null),
                run.timers().nextLease() != null && snapshot.isWatched(run.instanceId()));
    }

    private static Set<UUID> ids(Collection<ExecutionRun> executions) {
        return executions.stream().map(ExecutionRun::executionId).collect(Collectors.toSet());
    }

    /** A server may not have looked for a while; what it remembers was true once. */
    private void judgeMemory(WorkflowInstance row, SteppedEngine server) {
        server.remembers(row.instanceId())
                .flatMap(remembered -> RunComparison.difference(remembered, asOf(row, remembered.sequenceNumber())))
                .ifPresent(difference -> {
                    throw new AssertionError("A server remembers of " + row.runId() + " that " + difference);
                });
    }

    private Run asOf(WorkflowInstance row, long sequenceNumber) {
        Run now = runs.get(row.instanceId());
        return now.sequenceNumber() == sequenceNumber ? now : fold(row, sequenceNumber);
    }

    /**
     * A child that is not there yet, or has told its end, is heard of by what is on its way; one that is being told something says it
     * again. A parent that has ended listens to nobody, though it may still be cleaning up.
     */
    private void judgeMessages() {
        Set<UUID> told = new HashSet<>(store.leases().findTold(MESSAGES_MAX));
        for (Run parent : runs.values()) {
            if (parent.endState() == null) {
                parent.childTasks().stream()
                        .filter(task -> task.child() != null && !task.child().over())
                        .forEach(task -> judgeChild(parent, task, told));
            }
        }
    }

    /**
     * A parent that had come to its end listened to nobody. Now that it is being undone it asks a child when its turn comes, and waits for none until then; what a
     * child has told since it hears.
     */
    private boolean isAskedInItsTurn(Run parent, TaskRun task, Run child) {
        return parent.phase() != Run.Phase.FORWARD
                && task.undo().state() == UndoRun.State.OPEN
                && !task.awaitsChild()
                && commitOf(child, run -> run.state().isTerminal()) < commitOf(parent, run -> run.endState() == null);
    }

    /** In which a run has last come to be so; 0 when it has been so from its beginning. */
    private long commitOf(Run run, Predicate<Run> isSo) {
        Run then = new Run(run.instanceId(), run.plan());
        boolean was = isSo.test(then);
        long turn = 0;
        for (Entry entry : entries(run.instanceId())) {
            then.apply(entry);
            boolean isNow = isSo.test(then);
            turn = isNow && !was ? entry.sequenceNumber() : turn;
            was = isNow;
        }
        return turn == 0 ? 0 : commitOf(run.instanceId(), turn);
    }

    private long commitOf(UUID instanceId, long sequenceNumber) {
        return store.feed().behind(FeedPosition.START, Integer.MAX_VALUE).pages().stream()
                .filter(page -> page.instanceId().equals(instanceId) && page.firstSequenceNumber() == sequenceNumber)
                .mapToLong(PageRef::number)
                .findFirst()
                .orElseThrow();
    }

    private void judgeChild(Run parent, TaskRun task, Set<UUID> told) {
        UUID childId = task.child().instanceId();
        if (store.isAtFault(childId)) {
            return;
        }
        Run child = runs.get(childId);
        if (child == null) {
            boolean waits = parent.isPaused();
            assertThat(waits || told.contains(childId) || told.contains(parent.instanceId()))
                    .as("somebody tells the child of %s in %s to begin", task.key(), parent.runId())
                    .isTrue();
        } else if (child.state().isTerminal() && !isAskedInItsTurn(parent, task, child)) {
            assertThat(told.contains(parent.instanceId()) || told.contains(childId))
                    .as("somebody tells %s that its child of %s has ended", parent.runId(), task.key())
                    .isTrue();
        }
    }
}
