package com.orchestrator.api.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.orchestrator.api.model.Payload;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a job may say as a task of a definition would: how it is tried again, its limits of time, its undo. */
public final class JobWork {

    private final JsonObject fields = JsonObject.root();

    public void retry(Consumer<? super Retry> retry) {
        retry.accept(new Retry(fields.within("retry")));
    }

    public void timeouts(Consumer<? super Timeouts> timeouts) {
        timeouts.accept(new Timeouts(fields.within("timeouts")));
    }

    /** @param type of the work that undoes it */
    public void compensate(String type, Consumer<? super Compensation> undo) {
        undo.accept(new Compensation(fields.begin("compensate"), type));
    }

    /** What was said as JSON; null when nothing was. */
    public @Nullable Payload field(String name) {
        JsonNode said = fields.node().get(name);
        return said == null ? null : Payload.ofTree(said);
    }
}
