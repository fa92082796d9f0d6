package com.orchestrator.engine.plan;

import com.orchestrator.api.model.Payload;
import java.util.Set;

/**
 * A JSON document with expressions in it. An expression that is nothing but a path copies the bytes it points at, so
 * numbers keep their digits.
 */
public interface Template {

    /**
     * Fills the document in.
     *
     * @throws ExpressionFailure when an expression cannot be evaluated or breaks its budget
     */
    Payload evaluate(Scope scope);

    /** Ids of the tasks whose output it may read; decides what a run has to keep in memory. */
    Set<String> taskOutputsRead();
}
