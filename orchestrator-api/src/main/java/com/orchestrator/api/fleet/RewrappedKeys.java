package com.orchestrator.api.fleet;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What one piece of wrapping data keys anew has come to.
 *
 * @param rewrapped data keys that another key had wrapped, and the primary has now
 * @param next where the next piece begins; null when that was the last
 */
public record RewrappedKeys(int rewrapped, @Nullable UUID next) {}
