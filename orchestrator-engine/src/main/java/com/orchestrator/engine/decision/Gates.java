package com.orchestrator.engine.decision;

import org.jspecify.annotations.Nullable;

/** Who holds what only so many may hold, as far as it was locked for this batch: nobody else gives it out meanwhile. */
public interface Gates {

    Gates NONE = name -> null;

    /** Null when it was not locked, so that nothing is known of it. */
    @Nullable
    Gate of(String name);
}
