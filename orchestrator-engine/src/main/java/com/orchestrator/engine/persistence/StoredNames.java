package com.orchestrator.engine.persistence;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import java.util.Map;

/** The fields that nearly every stored event has, by one letter: names were half of a history. Never to be given anew. */
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
            Map.entry("executionDeadline", "d"));

    @Override
    public String translate(String name) {
        return SHORT.getOrDefault(name, name);
    }
}
