package com.orchestrator.engine.retention;

import com.orchestrator.api.model.WorkflowState;
import com.orchestrator.api.retention.RetentionRule;
import com.orchestrator.engine.InvariantViolation;
import com.orchestrator.engine.definition.JobCompiler;
import com.orchestrator.engine.log.LogIds;
import com.orchestrator.engine.maintenance.Chore;
import com.orchestrator.engine.metrics.RetentionCounters;
import com.orchestrator.engine.metrics.RetentionCounters.Sight;
import com.orchestrator.engine.store.RetentionStore;
import com.orchestrator.engine.store.RetentionStore.Place;
import com.orchestrator.engine.store.RetentionStore.Walked;
import com.orchestrator.engine.store.RetentionStore.WalkedEnds;
import com.orchestrator.engine.store.RunTree;
import com.orchestrator.engine.store.RunTree.Member;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.UUID;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Walks over the runs of each namespace that has a rule, and takes those whose time is over, archived first when the rule says so.
 * Remembers where it is; a server that begins anew begins at the oldest. After each batch it rests longer than the batch took, so that
 * those who work have the database for themselves most of the time.
 */
final class RetentionSweep implements Chore {

    private static final Logger LOG = LoggerFactory.getLogger(RetentionSweep.class);

    /** Rows of one transaction, unless a single tree has more. */
    private static final long ROWS_MAX = 2_000;

    /** Of what a batch took, how much it rests after it. */
    private static final long REST = 8;

    /** Pieces that may be walked over in a row without anything to delete; the walk goes on with the next round. */
    private static final int IDLE_PIECES_MAX = 20;

    /** Longer than a piece takes; after that another server may go on. */
    private static final Duration CLAIM = Duration.ofMinutes(2);

    private static final Duration DELETED_KEPT = Duration.ofDays(7);
    private static final UUID FIRST = new UUID(0, 0);

    private final RetentionStore store;
    private final RunArchive archive;
    private final RetentionCounters counters;
    private final UUID server;
    private final LongConsumer pause;
    private final LongSupplier ticker;
    private final Map<String, Progress> walks = new HashMap<>();
    private int idlePieces;

    /** How far the walk over a namespace is, and what it has met. */
    private record Progress(Place place, UUID ends, Sight sight) {
        static final Progress START = new Progress(Place.START, FIRST, Sight.NOTHING);
    }

    /** @param pause waits so many nanoseconds */
    RetentionSweep(
            RetentionStore store,
            RunArchive archive,
            RetentionCounters counters,
            UUID server,
            LongConsumer pause,
            LongSupplier ticker) {
        this.store = store;
        this.archive = archive;
        this.counters = counters;
        this.server = server;
        this.pause = pause;
        this.ticker = ticker;
    }

    @Override
    public String name() {
        return "retention";
    }

    @Override
    public int runOnce(int limit) {
        SortedMap<String, RetentionRule> rules = store.allRules();
        walks.keySet().retainAll(rules.keySet());
        counters.only(rules.keySet());
        boolean more = store.forgetDeleted(DELETED_KEPT, limit) >= limit;
        for (Map.Entry<String, RetentionRule> rule : rules.entrySet()) {
            if (Thread.currentThread().isInterrupted()) {
                return 0;
            }
            more |= piece(rule.getKey(), rule.getValue(), limit);
        }
        return more && !isIdle() ? limit : 0;
    }

    private boolean isIdle() {
        idlePieces++;
        if (idlePieces <= IDLE_PIECES_MAX) {
            return false;
        }
        idlePieces = 0;
        return true;
    }

    /** @return whether there is more of it */
    private boolean piece(String namespace, RetentionRule rule, int limit) {
        if (rule.archive() && !archive.isThere()) {
            return false;
        }
        Progress progress = walks.getOrDefault(namespace, Progress.START);
        Walked walked = store.walk(namespace, rule, progress.place(), limit);
        Sight sight = progress.sight().and(new Sight(0, 0, walked.overdue()));
        if (!walked.due().isEmpty()) {
            if (!store.claim(namespace, server, CLAIM)) {
                return false;
            }
            sight = sight.and(take(namespace, rule, store.trees(walked.due())));
        }
        Place place = walked.end();
        if (place == null) {
            counters.walked(namespace, sight);
            walks.put(
                    namespace,
                    new Progress(Place.START, takeEnds(namespace, rule, progress.ends(), limit), Sight.NOTHING));
            return false;
        }
        walks.put(namespace, new Progress(place, progress.ends(), sight));
        return true;
    }

    private Sight take(String namespace, RetentionRule rule, List<RunTree> due) {
        long held = 0;
        long waiting = 0;
        List<RunTree> free = new ArrayList<>();
        for (RunTree tree : due) {
            if (tree.members().stream().anyMatch(Member::isHeld)) {
                held++;
            } else if (tree.members().stream().anyMatch(member -> member.endedAt() == null)) {
                waiting++;
            } else {
                free.add(tree);
            }
        }
        if (!free.isEmpty()) {
            idlePieces = 0;
        }
        batches(free).forEach(batch -> deleteReadable(namespace, rule, batch));
        return new Sight(held, waiting, Duration.ZERO);
    }

    private static List<List<RunTree>> batches(List<RunTree> trees) {
        List<List<RunTree>> batches = new ArrayList<>();
        long rows = ROWS_MAX;
        for (RunTree tree : trees) {
            if (rows + tree.events() > ROWS_MAX) {
                batches.add(new ArrayList<>());
                rows = 0;
            }
            batches.get(batches.size() - 1).add(tree);
            rows += tree.events();
        }
        return batches;
    }

    /** A run that cannot be read cannot be archived: it stays, and the others go. */
    private void deleteReadable(String namespace, RetentionRule rule, List<RunTree> batch) {
        try {
            delete(namespace, rule, batch);
        } catch (InvariantViolation unreadable) {
            if (batch.size() > 1) {
                batch.forEach(tree -> deleteReadable(namespace, rule, List.of(tree)));
            } else {
                UUID root = batch.get(0).root();
                LogIds.of("instanceId", root)
                        .and("namespace", namespace)
                        .log(() -> LOG.warn("Instance {} is due and stays: {}", root, unreadable.toString()));
            }
        }
    }

    /** What is archived and then not deleted, because it has moved or the server is killed, is archived again. */
    private void delete(String namespace, RetentionRule rule, List<RunTree> batch) {
        long began = ticker.getAsLong();
        if (rule.archive()) {
            archive.keep(namespace, batch);
            counters.archived(RunTree.ids(batch).size());
        }
        Set<UUID> gone = store.delete(batch, null);
        counters.deletedByRule(RunTree.ids(batch.stream()
                        .filter(tree -> gone.contains(tree.root()))
                        .toList())
                .size());
        pause.accept(REST * (ticker.getAsLong() - began));
    }

    /** Jobs of which the outcome alone is kept have nothing to archive but that. */
    private UUID takeEnds(String namespace, RetentionRule rule, UUID after, int limit) {
        Duration kept = rule.keptFor(WorkflowState.COMPLETED).orElse(null);
        if (kept == null || !namespace.equals(JobCompiler.NAMESPACE)) {
            return FIRST;
        }
        WalkedEnds walked = store.walkEnds(kept, after, limit);
        if (!walked.due().isEmpty()) {
            counters.deletedByRule(store.deleteEnds(walked.due()));
        }
        UUID end = walked.end();
        return end == null ? FIRST : end;
    }
}
