package com.orchestrator.engine.plan;

import com.orchestrator.api.model.Payload;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The values an expression may read. Reading has no effect and the same scope always answers the same. */
public interface Scope {

    /** Names an expression may start with, besides {@code tasks} and the names that a map gives its item and index. */
    Set<String> ROOTS = Set.of("input", "vars", "task", "workflow", "error", "output");

    /** What there can be of the roots whose fields are always the same. */
    Map<String, Set<String>> FIELDS = Map.of(
            "task", Set.of("id", "iteration", "attempt", "idempotencyKey"),
            "workflow",
                    Set.of(
                            "instanceId",
                            "namespace",
                            "name",
                            "revision",
                            "runId",
                            "startedAt",
                            "entityId",
                            "workload"));

    /** Value of a root such as {@code input}, or a loop name; null when it does not exist here. */
    @Nullable
    Payload root(String name);

    /** Output of a task as {@code tasks.<id>.output} sees it; null while there is none. */
    @Nullable
    Payload taskOutput(String taskId);

    /** State of a task as {@code tasks.<id>.state} sees it, for example {@code COMPLETED} or {@code SKIPPED}. */
    String taskState(String taskId);

    /** Number of attempts made, as {@code tasks.<id>.attempts} sees it. */
    int taskAttempts(String taskId);
}
