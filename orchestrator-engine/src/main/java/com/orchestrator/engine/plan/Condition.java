package com.orchestrator.engine.plan;

import java.util.Set;

/** A yes-or-no expression. */
public interface Condition {

    /**
     * Evaluates it.
     *
     * @throws ExpressionFailure when it cannot be evaluated, breaks its budget or is not a boolean
     */
    boolean test(Scope scope);

    /** Ids of the tasks whose output it may read. */
    Set<String> taskOutputsRead();
}
