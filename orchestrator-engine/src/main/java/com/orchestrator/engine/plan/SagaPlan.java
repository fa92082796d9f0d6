package com.orchestrator.engine.plan;

import com.orchestrator.api.model.Cause;
import java.util.Map;
import java.util.Set;

/**
 * How a run is rolled back.
 *
 * @param compensateOn causes that start a rollback by themselves
 * @param parallelismMax undos in flight at once
 * @param after what is still done when a rollback has come to an end, or to a halt
 */
public record SagaPlan(
        Set<Cause.Kind> compensateOn,
        Order order,
        OnUndoFailure onUndoFailure,
        int parallelismMax,
        Map<Finally, Block> after) {

    public static final int PARALLELISM_DEFAULT = 8;

    /** What a definition without a {@code saga} section gets. */
    public static final SagaPlan DEFAULT = new SagaPlan(
            Set.of(Cause.Kind.FAILED, Cause.Kind.TIMED_OUT, Cause.Kind.CANCELLED),
            Order.GRAPH,
            OnUndoFailure.SUSPEND,
            PARALLELISM_DEFAULT,
            Map.of());

    public SagaPlan {
        compensateOn = Set.copyOf(compensateOn);
        after = Map.copyOf(after);
    }

    /** The same, with what is still done afterwards. */
    public SagaPlan followedBy(Map<Finally, Block> blocks) {
        return new SagaPlan(compensateOn, order, onUndoFailure, parallelismMax, blocks);
    }

    /** In which order undos run. */
    public enum Order {
        /** An undo starts after the undos of everything that ran after its task. */
        GRAPH,
        /** Strictly one at a time, last completed first. */
        REVERSE,
        /** All at once. */
        PARALLEL
    }

    /** What happens to the other undos when one has given up. */
    public enum OnUndoFailure {
        /** No further undo starts until a person has dealt with it. */
        SUSPEND,
        /** The others go on. */
        CONTINUE
    }
}
