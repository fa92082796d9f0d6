package com.orchestrator.server.rest.wire;

import com.orchestrator.api.model.Identifier;
import com.orchestrator.server.rest.json.Refusals;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Fields that the contract does not mark as optional. */
public final class Required {

    private static final int REASON_CHARS_MAX = 2_000;

    private Required() {}

    public static <T> T value(@Nullable T value, String field) {
        if (value == null) {
            throw Refusals.missing(field);
        }
        return value;
    }

    /** For names that reach a service outside of a request record, which would have checked them. */
    static String name(@Nullable String value, String field) {
        String name = value(value, field);
        Identifier.NAME.fault(name).ifPresent(fault -> {
            throw Refusals.invalid("/" + field, "'" + field + "' " + fault, null);
        });
        return name;
    }

    /** Why somebody does something; kept for others to read. */
    public static String reason(@Nullable String value) {
        String reason = value(value, "reason");
        Identifier.fault(reason, REASON_CHARS_MAX).ifPresent(fault -> {
            throw Refusals.invalid("/reason", "'reason' " + fault, null);
        });
        return reason;
    }

    /** A list without holes, which would end as a fault in {@code List.copyOf}. */
    static List<String> names(List<String> values, String field) {
        int hole = new ArrayList<>(values).indexOf(null);
        if (hole >= 0) {
            throw Refusals.invalid("/" + field + "/" + hole, "'" + field + "' contains null", null);
        }
        return values;
    }
}
