package com.orchestrator.server.rest.wire;

import com.orchestrator.server.rest.json.Refusals;
import com.orchestrator.server.rest.param.Text;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Fields that the contract does not mark as optional. */
public final class Required {

    private static final int NAME_CHARS_MAX = 255;

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
        if (name.isBlank() || name.length() > NAME_CHARS_MAX || !Text.isClean(name)) {
            throw Refusals.invalid(
                    "/" + field,
                    "'" + field + "' is blank, longer than " + NAME_CHARS_MAX + " characters, or contains a control"
                            + " character or half a character",
                    null);
        }
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
