package com.orchestrator.engine.plan;

import com.orchestrator.api.model.Payload;
import java.util.Map;
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

    /**
     * Secrets that it names, by pointers into what it comes to. There stands {@link #reference}, which workers alone get the secret
     * for.
     */
    default Map<String, String> secrets() {
        return Map.of();
    }

    /** What stands in place of a secret wherever it is kept or shown. */
    static String reference(String secret) {
        return "${ secrets." + secret + " }";
    }
}
