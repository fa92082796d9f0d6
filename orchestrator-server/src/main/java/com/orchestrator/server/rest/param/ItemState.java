package com.orchestrator.server.rest.param;

import com.orchestrator.api.batch.BatchItem;
import com.orchestrator.server.rest.json.Refusals;
import org.jspecify.annotations.Nullable;

/** Which items of a batch: {@code FAILED} or {@code REFUSED}. */
public record ItemState(BatchItem.State value) {

    public static ItemState fromString(String text) {
        return switch (text) {
            case "FAILED" -> new ItemState(BatchItem.State.FAILED);
            case "REFUSED" -> new ItemState(BatchItem.State.REFUSED);
            default ->
                throw Refusals.invalid(
                        "/state",
                        "'" + text + "' is nothing that items can be found by",
                        "use FAILED or REFUSED; leave it out for all");
        };
    }

    public static BatchItem.@Nullable State value(@Nullable ItemState state) {
        return state == null ? null : state.value;
    }
}
