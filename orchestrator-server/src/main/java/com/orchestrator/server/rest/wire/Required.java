package com.orchestrator.server.rest.wire;

import com.orchestrator.api.model.Identifier;
import com.orchestrator.server.rest.json.Refusals;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Fields that the contract does not mark as optional. */
public final class Required {

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

    /** A list without holes, which would end as a fault in {@code List.copyOf}. */
    static List<String> names(List<String> values, String field) {
        int hole = new ArrayList<>(values).indexOf(null);
        if (hole >= 0) {
            throw Refusals.invalid("/" + field + "/" + hole, "'" + field + "' contains null", null);
        }
        return values;
    }
}
