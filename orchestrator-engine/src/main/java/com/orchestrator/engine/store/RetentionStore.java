package com.orchestrator.engine.store;

import java.util.Collection;
import java.util.List;
import java.util.Set;
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

    /** Whether somebody has deleted it lately. */
    boolean wasDeleted(UUID instanceId);

    /** Who deletes runs, and why. */
    record Deletion(String actor, @Nullable String reason) {}
}
