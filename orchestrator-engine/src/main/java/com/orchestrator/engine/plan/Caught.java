package com.orchestrator.engine.plan;

import com.orchestrator.api.model.TaskError;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which failures of a node end with it, so that what waits for the node goes on.
 *
 * @param everything whatever their codes
 * @param codes those with these codes, when it is not everything
 */
public record Caught(boolean everything, Set<String> codes) {

    public static final Caught NOTHING = new Caught(false, Set.of());
    public static final Caught EVERYTHING = new Caught(true, Set.of());

    public Caught {
        codes = Set.copyOf(codes);
    }

    public boolean catches(String code) {
        return everything || codes.contains(code);
    }

    public boolean catches(@Nullable TaskError error) {
        return error == null ? everything : catches(error.code());
    }

    /** Whether any failure at all may end here. */
    public boolean something() {
        return everything || !codes.isEmpty();
    }
}
