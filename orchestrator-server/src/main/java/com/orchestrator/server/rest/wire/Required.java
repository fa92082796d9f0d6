package com.orchestrator.server.rest.wire;

import com.orchestrator.server.rest.json.Refusals;
import com.orchestrator.server.rest.param.Text;
import org.jspecify.annotations.Nullable;

/** Fields that the contract does not mark as optional. */
final class Required {

    private static final int NAME_CHARS_MAX = 255;

    private Required() {}

    static <T> T value(@Nullable T value, String field) {
        if (value == null) {
            throw Refusals.missing(field);
        }
        return value;
    }

    /** For names that reach a service outside of a request record, which would have checked them. */
    static String name(@Nullable String value, String field) {
        String name = value(value, field);
        if (name.isBlank() || name.length() > NAME_CHARS_MAX) {
            throw Refusals.invalid("/" + field, "'" + field + "' is blank or longer than " + NAME_CHARS_MAX, null);
        }
        return new Text(name).value();
    }
}
