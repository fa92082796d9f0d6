package com.orchestrator.engine.plan;

import org.jspecify.annotations.Nullable;

/**
 * What follows an attempt whose worker fell silent, ran out of time or could not tell.
 *
 * @param probe finds out whether it happened; present for {@code VERIFY} alone
 */
public record OnUnknown(Choice choice, @Nullable Probe probe) {

    /** {@code COMPENSATE}: as if it had failed. {@code HOLD}: a person decides. */
    public enum Choice {
        RETRY,
        VERIFY,
        COMPENSATE,
        HOLD
    }

    public static final OnUnknown RETRY = new OnUnknown(Choice.RETRY, null);

    @Nullable
    public Template probeInput() {
        return probe == null ? null : probe.input();
    }
}
