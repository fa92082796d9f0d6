package com.orchestrator.engine.plan;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What every kind of node has.
 *
 * @param dependsOn ids of the nodes of the same block that must be done first; the node before it in the list when
 *     the definition says nothing
 * @param condition skips the node when false
 * @param caught which of its failures end with it
 * @param role what part it plays in the saga
 * @param savepoint name under which rollbacks find the place behind this node
 * @param onFailure takes the place of the saga's rollback when this node fails
 * @param locks which it holds before it starts
 */
public record Head(
        String id,
        Set<String> dependsOn,
        @Nullable Condition condition,
        Caught caught,
        SagaRole role,
        @Nullable String savepoint,
        @Nullable OnFailure onFailure,
        Locks locks) {
    public Head {
        dependsOn = Set.copyOf(dependsOn);
    }

    /** Ids of the tasks whose outputs its condition, its locks and these templates may read. */
    Set<String> taskOutputsRead(@Nullable Template... templates) {
        Set<String> read = new HashSet<>(condition == null ? Set.of() : condition.taskOutputsRead());
        locks.templates().forEach(name -> read.addAll(name.taskOutputsRead()));
        for (Template template : templates) {
            read.addAll(template == null ? Set.of() : template.taskOutputsRead());
        }
        return read;
    }
}
