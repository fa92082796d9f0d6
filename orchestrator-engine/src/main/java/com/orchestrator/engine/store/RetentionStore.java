package com.orchestrator.engine.store;

import com.orchestrator.api.model.Page;
import com.orchestrator.api.model.TimeRange;
import com.orchestrator.api.retention.RetentionChange;
import com.orchestrator.api.retention.RetentionRule;
import com.orchestrator.engine.history.Entry;
import com.orchestrator.engine.service.Author;
import com.orchestrator.engine.service.ListQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Takes away runs that have ended. */
public interface RetentionStore {

    /** The label that keeps a run, and all that it has started, whatever its value. */
    String LEGAL_HOLD = "legal-hold";

    /** Those of these runs that there are, each with all that it has started. */
    List<RunTree> trees(Collection<UUID> roots);

    /**
     * Takes away those of the trees that are still as they were seen, with all that is kept of their runs, in one transaction. Waits for
     * nobody: a tree that somebody works on stays.
     *
     * @param by who has asked for it, kept so that asking again is known; null when a rule has
     * @return the roots of those that are gone
     */
    Set<UUID> delete(Collection<RunTree> trees, @Nullable Deletion by);

    /** Takes away what is kept of jobs that have ended and left no run, and their names. */
    int deleteEnds(Collection<UUID> instanceIds);

    /** Those of these runs that have told another run what it has not heard yet. */
    Set<UUID> talking(Collection<UUID> instanceIds);

    /** Those of these runs and jobs whose payloads stand there as they came: without a key of their own that could be destroyed. */
    Set<UUID> unsealed(Collection<UUID> instanceIds);

    /**
     * Destroys the keys of jobs that have ended and left no run.
     *
     * @return how many of these are such jobs and had a key
     */
    int eraseEnds(Collection<UUID> instanceIds);

    /** Whether somebody has deleted it lately. */
    boolean wasDeleted(UUID instanceId);

    /** Forgets that runs were deleted longer ago than that. */
    int forgetDeleted(Duration kept, int limit);

    /** Whole histories of those of these runs that there are. */
    Map<UUID, List<Entry>> histories(Collection<UUID> instanceIds);

    /** How runs are written down. */
    ArchiveText archiveText();

    // ---- rules

    /** The newest change of the rule of a namespace; empty when there never was one. */
    Optional<RetentionChange> rule(String namespace);

    /** Rules that are set, by namespace. */
    Page<RetentionChange> rules(ListQuery query);

    /** All rules that are set. */
    SortedMap<String, RetentionRule> allRules();

    /**
     * Sets a rule, or takes it away; the same again changes nothing.
     *
     * @throws com.orchestrator.api.error.OrchestratorException {@code PRECONDITION_FAILED} when it is at another version
     */
    Changed change(String namespace, @Nullable RetentionRule rule, Author author);

    /** Who has changed the rule of a namespace, the newest first. */
    Page<RetentionChange> changes(String namespace, ListQuery query);

    /** Whether this server, and no other, takes what is due of a namespace for so long. */
    boolean claim(String namespace, UUID server, Duration lease);

    // ---- what is due

    /**
     * A piece of the runs of a namespace, workflow by workflow in the order in which they started, as far back as any may be due.
     *
     * @param from what is behind it
     */
    Walked walk(String namespace, RetentionRule rule, Place from, int limit);

    /**
     * Jobs that have left their outcome alone and are due, by id.
     *
     * @param after the id the piece begins behind
     */
    WalkedEnds walkEnds(Duration kept, UUID after, int limit);

    /** A place in the runs of a namespace. */
    record Place(String workflow, Instant listedAt, UUID instanceId) {
        public static final Place START = new Place("", TimeRange.EARLIEST, new UUID(0, 0));

        /** Before the first run of a workflow. */
        public static Place of(String workflow) {
            return new Place(workflow, TimeRange.EARLIEST, new UUID(0, 0));
        }
    }

    /**
     * @param due roots whose time is over
     * @param overdue for how long the one has been that is so for the longest
     * @param end where to go on; null when that was all
     */
    record Walked(
            List<UUID> due, Duration overdue, @Nullable Place end) {

        public Walked {
            due = List.copyOf(due);
        }
    }

    /** @param end where to go on; null when that was all */
    record WalkedEnds(List<UUID> due, @Nullable UUID end) {

        public WalkedEnds {
            due = List.copyOf(due);
        }
    }

    /**
     * @param wasSet whether there was a rule before
     * @param now empty when there is none and never was
     */
    record Changed(boolean wasSet, Optional<RetentionChange> now) {}

    /** Who deletes runs, and why. */
    record Deletion(String actor, @Nullable String reason) {}
}
