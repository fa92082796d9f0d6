package com.orchestrator.engine.persistence;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import java.util.Map;
import java.util.stream.Collectors;

/** What nearly every history contains, by one letter: names were half of it. A letter is never given anew. */
final class StoredNames extends PropertyNamingStrategies.NamingBase {

    private static final long serialVersionUID = 1L;

    private static final Map<String, String> SHORT = Map.ofEntries(
            Map.entry("taskId", "t"),
            Map.entry("iteration", "m"),
            Map.entry("executionId", "x"),
            Map.entry("kind", "k"),
            Map.entry("attempt", "n"),
            Map.entry("fenceToken", "f"),
            Map.entry("availableAt", "a"),
            Map.entry("inputSequence", "i"),
            Map.entry("workerId", "w"),
            Map.entry("leaseExpiresAt", "e"),
            Map.entry("leaseMillis", "l"),
            Map.entry("executionDeadline", "d"),
            Map.entry("controls", "c"),
            Map.entry("permits", "p"));

    private static final Map<String, String> TYPES = Map.of(
            "WORKFLOW_STARTED",
            "W",
            "WORKFLOW_BEGAN",
            "B",
            "TASK_SCHEDULED",
            "S",
            "TASK_LEASED",
            "L",
            "TASK_COMPLETED",
            "C",
            "UNDO_RECORDED",
            "U",
            "WORKFLOW_COMPLETED",
            "E");
    private static final Map<String, String> LETTERS =
            TYPES.entrySet().stream().collect(Collectors.toUnmodifiableMap(Map.Entry::getValue, Map.Entry::getKey));

    static String ofType(String type) {
        return TYPES.getOrDefault(type, type);
    }

    static String typeOf(String stored) {
        return LETTERS.getOrDefault(stored, stored);
    }

    @Override
    public String translate(String name) {
        return SHORT.getOrDefault(name, name);
    }
}
