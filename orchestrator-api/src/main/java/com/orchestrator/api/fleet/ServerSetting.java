package com.orchestrator.api.fleet;

import org.jspecify.annotations.Nullable;

/**
 * One setting of a server.
 *
 * @param value that holds, {@code ***} in place of a secret; null when nothing is set
 * @param defaultValue null when there is none that could be said beforehand
 * @param source where the value is from: default, environment, system property, container or a file
 */
public record ServerSetting(
        String key,
        String variable,
        String type,
        @Nullable String value,
        @Nullable String defaultValue,
        String source,
        String description) {}
