package com.orchestrator.server.rest.param;

import com.orchestrator.server.rest.json.Refusals;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The id of an instance in a query. */
public record InstanceId(UUID value) {

    /** @param parameter by which name it was given */
    static InstanceId of(String parameter, String text) {
        try {
            return new InstanceId(UUID.fromString(text));
        } catch (IllegalArgumentException notAnId) {
            throw Refusals.invalid("/" + parameter, "'" + text + "' is not the id of an instance", null);
        }
    }

    public static @Nullable UUID value(@Nullable InstanceId id) {
        return id == null ? null : id.value();
    }
}
