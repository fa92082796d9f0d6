package com.orchestrator.api.request;

import com.orchestrator.api.model.Payload;
import org.jspecify.annotations.Nullable;

/**
 * A message to all runs of a key, whatever their workflow. With a {@code signalId}, repeating it has no second effect in any of them.
 *
 * @param key what the {@code key} of the signal's task says in these runs
 */
public record KeyedSignal(
        String namespace, String name, String key, @Nullable String signalId, Payload payload) {

    /** Characters of a key; longer ones no run has. */
    public static final int KEY_CHARS_MAX = 512;

    public KeyedSignal {
        RequestLimits.requireText(namespace, "namespace", RequestLimits.NAME_CHARS_MAX);
        RequestLimits.requireText(name, "name", RequestLimits.NAME_CHARS_MAX);
        RequestLimits.requireText(key, "key", KEY_CHARS_MAX);
        RequestLimits.optionalText(signalId, "signalId", RequestLimits.NAME_CHARS_MAX);
    }
}
