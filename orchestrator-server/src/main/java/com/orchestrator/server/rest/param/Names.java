package com.orchestrator.server.rest.param;

import com.orchestrator.api.model.Identifier;
import com.orchestrator.server.rest.json.Refusals;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Several names, as {@code type=TASK_FAILED,WORKFLOW_ENDED}. Each is held to the rule of one; all of them together may be longer.
 * {@link NamedParameters} makes it, and knows its place.
 */
public record Names(Set<String> values) {

    private static final int NAMES_MAX = 100;

    public Names {
        values = Set.copyOf(values);
    }

    /** @param parameter by which name it was given */
    static Names of(String parameter, String text) {
        String[] names = text.split(",", -1);
        if (names.length > NAMES_MAX) {
            throw Refusals.invalid(
                    "/" + parameter,
                    "'" + parameter + "' has more than " + NAMES_MAX + " names",
                    "say fewer, or none for all");
        }
        for (String name : names) {
            Identifier.NAME.fault(name).ifPresent(fault -> {
                throw Refusals.invalid("/" + parameter, "A name in '" + parameter + "' " + fault, null);
            });
        }
        return new Names(Set.copyOf(List.of(names)));
    }

    /** Empty when nothing was said. */
    public static Set<String> values(@Nullable Names names) {
        return names == null ? Set.of() : names.values();
    }

    @Override
    public String toString() {
        return String.join(",", values);
    }
}
