package com.orchestrator.server.rest.param;

import com.orchestrator.api.model.Identifier;
import com.orchestrator.server.rest.json.Refusals;
import org.jspecify.annotations.Nullable;

/**
 * What identifies something, in a path or query. Refused when nothing that is stored can be called so: a NUL byte would otherwise
 * travel as far as the database, which answers it with a fault. {@link NamedParameters} makes it, and knows its place.
 */
public record Text(String value) {

    /** Of these parameters a run id may be longer than a name. */
    private static final String RUN_ID = "runId";

    /** @param parameter by which name it was given */
    static Text of(String parameter, String value) {
        Identifier rule = parameter.equals(RUN_ID) ? Identifier.RUN_ID : Identifier.NAME;
        rule.fault(value).ifPresent(fault -> {
            throw Refusals.invalid("/" + parameter, "'" + parameter + "' in the address " + fault, null);
        });
        return new Text(value);
    }

    public static @Nullable String value(@Nullable Text text) {
        return text == null ? null : text.value();
    }

    @Override
    public String toString() {
        return value;
    }
}
