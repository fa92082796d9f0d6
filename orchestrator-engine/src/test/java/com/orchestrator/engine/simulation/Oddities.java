package com.orchestrator.engine.simulation;

import com.orchestrator.api.model.WorkflowInstance;
import com.orchestrator.engine.InvariantViolation;
import com.orchestrator.engine.memory.InMemoryEngineStore;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

/**
 * Faults of single runs, planted in some cases and mended when the world heals: a history that cannot be read, or a run that
 * the database refuses to write. Draws from a source of its own, so that the other cases are what they were.
 */
final class Oddities {

    /** Neighbours among seeds begin alike unless they are spread. */
    private static final long SPREAD = 0x9e37_79b9_7f4a_7c15L;

    private static final long SALT = 5;
    private static final int FAULTS_MAX = 3;

    private final Random random;
    private final boolean hasFaults;
    private final boolean isWatched;
    private final Set<UUID> unwritable = new HashSet<>();
    private final Set<UUID> unreadable = new HashSet<>();
    private int left;

    Oddities(long seed) {
        random = source(seed, SALT);
        hasFaults = random.nextInt(4) == 0;
        isWatched = random.nextInt(3) == 0;
        left = hasFaults ? FAULTS_MAX : 0;
    }

    /** Another for each salt, and unlike that of the cases beside it. */
    static Random source(long seed, long salt) {
        return new Random((seed + salt) * SPREAD);
    }

    boolean hasFaults() {
        return hasFaults;
    }

    /** Whether somebody asks now why a run does not move. */
    boolean isAsked() {
        return isWatched && random.nextInt(3) == 0;
    }

    /** Whether others act while it is looked into. */
    boolean letsOthersAct() {
        return isWatched;
    }

    <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    /** Perhaps something goes wrong with one of the runs. */
    void strike(List<WorkflowInstance> runs, InMemoryEngineStore store, Story story) {
        if (left == 0 || runs.isEmpty() || random.nextInt(12) > 0) {
            return;
        }
        left--;
        WorkflowInstance run = pick(runs);
        boolean isUnreadable = random.nextBoolean();
        story.tell(() -> "-- from now on " + run.runId() + " cannot be " + (isUnreadable ? "read" : "written"));
        if (isUnreadable) {
            unreadable.add(run.instanceId());
            store.damage(run.instanceId());
        } else {
            unwritable.add(run.instanceId());
        }
    }

    void beforeWriting(UUID instanceId) {
        if (unwritable.contains(instanceId)) {
            throw new InvariantViolation("Planted by the simulation");
        }
    }

    void mend(InMemoryEngineStore store) {
        left = 0;
        unwritable.clear();
        unreadable.forEach(store::mend);
        unreadable.clear();
    }
}
