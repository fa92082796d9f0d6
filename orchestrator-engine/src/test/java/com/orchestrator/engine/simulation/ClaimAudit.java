package com.orchestrator.engine.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import com.orchestrator.api.model.HistoryEntry;
import com.orchestrator.api.model.WorkflowInstance;
import com.orchestrator.engine.history.ClaimName;
import com.orchestrator.engine.memory.InMemoryEngineStore;
import com.orchestrator.engine.plan.RunConcurrency;
import com.orchestrator.engine.plan.WorkflowPlan;
import com.orchestrator.engine.run.Run;
import com.orchestrator.engine.store.ClaimRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Judges what only so many runs may hold: by the rows at any moment, by the runs they belong to, and in the end by the
 * histories alone, which tell who has held what and from when until when.
 */
final class ClaimAudit {

    private static final Set<String> ENDS = Set.of("WORKFLOW_COMPLETED", "WORKFLOW_ENDED");
    private static final Set<String> UNDOES = Set.of("UNDO_SETTLED", "TASK_COMPLETED");

    private final Family family;
    private final InMemoryEngineStore store;

    ClaimAudit(Family family, InMemoryEngineStore store) {
        this.family = family;
        this.store = store;
    }

    // ---- at any moment

    /** Nothing is held by more than may, or by a run that has ended. */
    void judgeRows(Collection<WorkflowInstance> runs) {
        Set<UUID> ended = runs.stream()
                .filter(run -> run.state().isTerminal())
                .map(WorkflowInstance::instanceId)
                .collect(Collectors.toSet());
        Map<String, Integer> held = new HashMap<>();
        for (ClaimRow row : store.claimRows()) {
            assertThat(ended).as("runs that have ended, of %s", row).doesNotContain(row.instanceId());
            if (row.isHeld()) {
                held.merge(row.name(), 1, Integer::sum);
            }
        }
        held.forEach(
                (name, holders) -> assertThat(holders).as("who holds %s", name).isLessThanOrEqualTo(maxOf(name)));
    }

    private int maxOf(String name) {
        if (ClaimName.isLock(name)) {
            return 1;
        }
        return family.plans().stream()
                .filter(plan -> name.startsWith(ClaimName.ofSlot(plan.namespace(), plan.name(), "")))
                .map(WorkflowPlan::admission)
                .map(admission -> {
                    RunConcurrency concurrency = admission.concurrency();
                    return concurrency == null ? 0 : concurrency.max();
                })
                .findFirst()
                .orElseThrow();
    }

    /** Rows and histories say the same. */
    void judgeRun(Run run) {
        Map<String, Long> rows = store.claimRows().stream()
                .filter(row -> row.instanceId().equals(run.instanceId()))
                .collect(Collectors.toMap(ClaimRow::name, ClaimRow::fence));
        Map<String, Long> told = new HashMap<>();
        run.claims().standing().forEach((name, held) -> told.put(name, held.fence()));
        assertThat(rows).as("what %s holds and waits for", run.runId()).isEqualTo(told);
    }

    // ---- in the end

    /** A time in which a run has held something. */
    private record Holding(UUID run, long fence, Instant from, Instant until) {}

    /** What histories tell of every name, when all is over. */
    void judgeHistories(Map<WorkflowInstance, List<HistoryEntry>> histories) {
        assertThat(store.claimRows()).as("what is held when all is over").isEmpty();
        Map<String, List<Holding>> holdings = new HashMap<>();
        histories.forEach((run, history) -> collect(run, history, holdings));
        holdings.forEach((name, all) -> {
            judgeRoom(name, all);
            if (ClaimName.isLock(name)) {
                judgeFences(name, all);
            }
        });
    }

    private void collect(WorkflowInstance run, List<HistoryEntry> history, Map<String, List<Holding>> holdings) {
        Map<String, Map<String, Long>> byHolder = new HashMap<>();
        Map<String, Instant> since = new HashMap<>();
        Map<String, Long> fences = new HashMap<>();
        for (int i = 0; i < history.size(); i++) {
            HistoryEntry entry = history.get(i);
            String holder = Chronicle.nameOf(entry);
            if (entry.type().equals("CLAIMS_GRANTED")) {
                Map<String, Long> granted = new HashMap<>();
                entry.data()
                        .path("fences")
                        .properties()
                        .forEach(fence ->
                                granted.put(fence.getKey(), fence.getValue().asLong()));
                byHolder.put(holder, granted);
                granted.forEach((name, fence) -> {
                    since.putIfAbsent(name, entry.at());
                    fences.put(name, fence);
                });
            } else if (entry.type().equals("CLAIMS_DROPPED")) {
                Map<String, Long> had = byHolder.remove(holder);
                Set<String> gone = new HashSet<>(had == null ? Set.of() : had.keySet());
                byHolder.values().forEach(other -> gone.removeAll(other.keySet()));
                gone.forEach(name -> close(run, name, entry.at(), since, fences, holdings));
            } else if (ENDS.contains(entry.type()) && !cleansUp(history, i)) {
                List.copyOf(since.keySet()).forEach(name -> close(run, name, entry.at(), since, fences, holdings));
                byHolder.clear();
            }
        }
        List.copyOf(since.keySet())
                .forEach(
                        name -> close(run, name, history.get(history.size() - 1).at(), since, fences, holdings));
    }

    /** An end that only comes when undos of earlier rounds are done; until then everything is held. */
    private static boolean cleansUp(List<HistoryEntry> history, int end) {
        return history.subList(end + 1, history.size()).stream()
                .takeWhile(entry -> !entry.type().equals("CLAIMS_GRANTED"))
                .anyMatch(entry -> UNDOES.contains(entry.type()) && Audit.isOfEarlierRound(entry));
    }

    private static void close(
            WorkflowInstance run,
            String name,
            Instant until,
            Map<String, Instant> since,
            Map<String, Long> fences,
            Map<String, List<Holding>> holdings) {
        Instant from = since.remove(name);
        if (from != null) {
            holdings.computeIfAbsent(name, any -> new ArrayList<>())
                    .add(new Holding(run.instanceId(), fences.get(name), from, until));
        }
    }

    private void judgeRoom(String name, List<Holding> all) {
        for (Holding begun : all) {
            long others = all.stream()
                    .filter(other ->
                            !other.from().isAfter(begun.from()) && other.until().isAfter(begun.from()))
                    .count();
            assertThat(others)
                    .as("who held %s at %s: %s", name, begun.from(), all)
                    .isLessThanOrEqualTo(maxOf(name));
        }
    }

    private static void judgeFences(String name, List<Holding> all) {
        List<Holding> sorted =
                all.stream().sorted(Comparator.comparingLong(Holding::fence)).toList();
        for (int i = 1; i < sorted.size(); i++) {
            assertThat(sorted.get(i).fence())
                    .as("fences of %s", name)
                    .isGreaterThan(sorted.get(i - 1).fence());
            assertThat(sorted.get(i).from())
                    .as("%s is given on only when it was given back: %s", name, all)
                    .isAfterOrEqualTo(sorted.get(i - 1).until());
        }
    }
}
